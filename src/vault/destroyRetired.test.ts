import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { destroyAfterMs, destroyRetired } from './destroyRetired.ts'
import { detokenise } from './detokenise.ts'
import type { Keepers } from './keepers.ts'
import { askRotation, rotateStep } from './rotate.ts'
import { sealText } from './seal.ts'
import { parseSealed } from './sealed.ts'
import { searchHash } from './searchHash.ts'
import { tokenise } from './tokenise.ts'
import { unsealText } from './unseal.ts'
import { ownKeepers } from './vaultKeepers.ts'

const place = (id: string) => ({ tenant: 'institution', purpose: 'test.kept', context: `test/${id}` })

/** Another module with a column of ciphertexts: a map in memory. */
function column(): { rows: Map<string, string>; keepers: Keepers } {
  const rows = new Map<string, string>()
  const sorted = () => [...rows].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    rows,
    keepers: {
      hashes: ownKeepers.hashes,
      seals: [
        {
          name: 'test.kept.sealed',
          purpose: 'test.kept',
          page: async (_, after, most) =>
            sorted()
              .filter(([id]) => id > after)
              .slice(0, most)
              .map(([id, sealed]) => ({ id, sealed, place: place(id) })),
          replace: async (_, id, from, to) => rows.get(id) === from && rows.set(id, to) !== undefined,
          names: async (_, { id }) => sorted().some(([, sealed]) => parseSealed(sealed)?.key === id),
        },
      ],
    },
  }
}

const states = async (w: World, purpose: string): Promise<string[]> =>
  (
    await w.db.pool.query<{ state: string }>(
      'select state from vault.data_key where purpose = $1 order by version, id',
      [purpose],
    )
  ).rows.map(({ state }) => state)

async function finish(w: World, keepers: Keepers): Promise<void> {
  for (let step = 0; await rotateStep(w, keepers); step++) if (step > 200) throw new Error('the rotation does not end')
}

async function rotated(w: TestWorld, keepers: Keepers, what: 'data' | 'search' = 'data'): Promise<void> {
  w.pass(1_000)
  await askRotation(w, what)
  await finish(w, keepers)
}

test('a retired key that nothing names any more is destroyed after the wait, not before, and what it sealed reads on', async () => {
  const w = await testWorld()
  const { rows, keepers } = column()
  rows.set('a', await sealText(w, place('a'), '密文'))
  const { token } = await transaction(w, (i) =>
    tokenise(i, { tenant: 'institution', kind: 'phone', value: '13812345678', subject: 'con_1' }),
  )
  await rotated(w, keepers)
  expect(await states(w, 'test.kept')).toEqual(['retired', 'active'])
  w.pass(destroyAfterMs - 1)
  expect(await destroyRetired(w, keepers)).toBe(0)
  w.pass(1)
  expect(await destroyRetired(w, keepers)).toBe(2)
  expect(await states(w, 'test.kept')).toEqual(['destroyed', 'active'])
  expect(await states(w, 'vault.token')).toEqual(['destroyed', 'active'])
  expect(await unsealText(w, rows.get('a') ?? '', place('a'))).toBe('密文')
  expect(await detokenise(w, token)).toBe('+8613812345678')
  const { rows: said } = await w.db.pool.query(`select facts from world.record where act = 'vault.destroy_key'`)
  expect(said).toHaveLength(2)
})

test('a key that is still named, or whose purpose nobody answers for, stays however long it was retired', async () => {
  const w = await testWorld()
  const { rows, keepers } = column()
  rows.set('a', await sealText(w, place('a'), 'kept'))
  const lost = { tenant: 'institution', purpose: 'test.unknown', context: 'row/1' }
  const unknown = await sealText(w, lost, 'nobody answers for this one')
  await rotated(w, keepers)
  const late = rows.get('a') ?? ''
  rows.set('b', await sealText(w, place('b'), 'x'))
  await rotated(w, keepers)
  rows.set('late', late) // a row that comes back with a value sealed under a key of before
  w.pass(400 * dayMs)
  await destroyRetired(w, keepers)
  expect(await states(w, 'test.kept')).toEqual(['destroyed', 'retired', 'active'])
  expect(await states(w, 'test.unknown')).toEqual(['retired', 'retired', 'active'])
  expect(await unsealText(w, unknown, lost)).toBe('nobody answers for this one')
})

test('an old version of the search key goes the same way, and searches go on', async () => {
  const w = await testWorld()
  const { keepers } = column()
  const value = { tenant: 'institution', kind: 'phone', value: '13812345678', subject: 'con_1' } as const
  const first = await transaction(w, (i) => tokenise(i, value))
  await rotated(w, keepers, 'search')
  w.pass(destroyAfterMs)
  expect(await destroyRetired(w, keepers)).toBe(1)
  expect(await states(w, 'vault.search_turn')).toEqual(['destroyed', 'active'])
  expect((await transaction(w, (i) => tokenise(i, value))).token).toBe(first.token)
  expect(await searchHash(w, 'phone', '+8613812345678')).toMatch(/^v2\./)
})

type Move = { do: 'seal' | 'token' | 'data' | 'search' | 'step' | 'destroy' | 'wait'; n: number }
const moves = fc.array(
  fc.record<Move>({
    do: fc.constantFrom(
      'seal',
      'token',
      'data',
      'data',
      'search',
      'step',
      'step',
      'destroy',
      'destroy',
      'wait',
      'wait',
    ),
    n: fc.nat(7),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
)

test('in whatever order values are sealed, keys rotated and retired keys destroyed, a key that is named is never destroyed', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (list) => {
      const w = await testWorld()
      const { rows, keepers } = column()
      const tokens = new Map<number, string>()
      const doOne: Record<Move['do'], (n: number) => Promise<unknown>> = {
        seal: async (n) => rows.set(`r${n}`, await sealText(w, place(`r${n}`), `值 ${n}`)),
        token: async (n) => {
          const value = `1381234567${n}`
          const made = await transaction(w, (i) =>
            tokenise(i, { tenant: 'institution', kind: 'phone', value, subject: `con_${n % 3}` }),
          )
          expect(tokens.get(n) ?? made.token).toBe(made.token)
          tokens.set(n, made.token)
        },
        data: () => askRotation(w, 'data'),
        search: () => askRotation(w, 'search'),
        step: () => rotateStep(w, keepers),
        destroy: () => destroyRetired(w, keepers),
        wait: async (n) => w.pass(n < 3 ? 1 : n * 9 * dayMs),
      }
      for (const move of list) await doOne[move.do](move.n)
      for (const [id, sealed] of rows) expect(await unsealText(w, sealed, place(id))).toBe(`值 ${id.slice(1)}`)
      for (const [n, token] of tokens) expect(await detokenise(w, token)).toBe(`+861381234567${n}`)
      for (const n of tokens.keys()) await doOne.token(n)
      const { rows: broken } = await w.db.pool.query(
        `select 1 from vault.copy c join vault.data_key k on k.id = c.key where c.sealed is not null and k.state = 'destroyed'`,
      )
      expect(broken).toEqual([])
    }),
    { numRuns: 25 },
  )
})
