import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testWorld } from '../../test/house.ts'
import { canonical } from '../base/canonical.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { detokenise } from './detokenise.ts'
import { keysNow } from './find.ts'
import { bytesOf, sealingKey } from './keyring.ts'
import { searchToken } from './reveal.ts'
import { askRotation, rotateStep } from './rotate.ts'
import { convertSearch, moveHashes } from './rotateSearch.ts'
import { everyVersion, isSameHash, searchHash, searchPlace } from './searchHash.ts'
import { asOwner } from './testVault.ts'
import { tokenise } from './tokenise.ts'
import { turnBetween, turned, turnedHash } from './turn.ts'
import { ownKeepers } from './vaultKeepers.ts'

const phone = (n: number): string => `138${String(10_000_000 + n)}`
const give = (w: World, n: number, subject = `con_${n % 7}`) =>
  transaction(w, (i) => tokenise(i, { tenant: 'institution', kind: 'phone', value: phone(n), subject }))
const who = { id: 'usr_1', name: '王敏', org: 'institution' }
const finds = async (w: World, n: number) => (await searchToken(w, who, 'phone', phone(n)))?.id

async function finish(w: World): Promise<void> {
  for (let step = 0; await rotateStep(w); step++) if (step > 200) throw new Error('the rotation does not end')
}
const versions = async (w: World): Promise<string[]> =>
  (
    await w.db.pool.query<{ version: string }>(
      `select distinct split_part(hash, '.', 1) as version from vault.token where hash is not null order by 1`,
    )
  ).rows.map(({ version }) => version)

const scalars = fc.bigInt({ min: 1n, max: (1n << 250n) - 1n })
const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 })

test('turning a hash on from one key to another gives what the other key makes of it, along any way', () => {
  fc.assert(
    fc.property(hashes, scalars, scalars, scalars, (hash, one, two, three) => {
      const [first, third] = [turnedHash(hash, one), turnedHash(hash, three)]
      expect(turned(first, turnBetween(one, three))).toEqual(third)
      const second = turned(first, turnBetween(one, two)) ?? Buffer.alloc(0)
      expect(turned(second, turnBetween(two, three))).toEqual(third)
      expect(first.equals(third)).toBe(one === three)
    }),
    { numRuns: 60 },
  )
})

test('while the search key changes nothing is lost, nothing gets a second token, and in the end no row names the old version', async () => {
  const w = await testWorld()
  const first = await Promise.all(Array.from({ length: 40 }, (_, n) => give(w, n)))
  expect(await versions(w)).toEqual(['v1'])
  w.pass(1_000)
  await askRotation(w, 'search')
  let isOver = false
  const readers = Array.from({ length: 3 }, async (_, reader) => {
    for (let round = 0; !isOver && round < 30; round++) {
      const n = (round * 7 + reader) % first.length
      expect(await finds(w, n)).toBe(first[n]?.token)
    }
  })
  const writers = Array.from({ length: 2 }, async (_, writer) => {
    const made: string[] = []
    for (let round = 0; !isOver && round < 30; round++) {
      // The same value again, from both writers at once, and a new one.
      expect((await give(w, round % 40)).token).toBe(first[round % 40]?.token)
      made.push((await give(w, 500 + round)).token)
      if (writer === 0) expect(await detokenise(w, made.at(-1) ?? '')).toBe(`+86${phone(500 + round)}`)
    }
  })
  await finish(w)
  isOver = true
  await Promise.all([...readers, ...writers])
  while ((await moveHashes(w, ownKeepers.hashes, null)) > 0);
  expect(await versions(w)).toEqual(['v2'])
  w.pass(3_600_000)
  for (let n = 0; n < 40; n++) expect(await finds(w, n)).toBe(first[n]?.token)
  const { rows } = await w.db.pool.query(
    `select 1 from vault.token t join vault.copy c on c.token = t.id group by t.masked, t.id having count(distinct t.hash) > 1`,
  )
  expect(rows).toEqual([])
  expect((await keysNow(w)).rotations[0]).toMatchObject({ what: 'search', keysDone: 1, doneAt: expect.any(Number) })
})

test('half way through, a value is found under the old version and under the new one', async () => {
  const w = await testWorld()
  const tokens = await Promise.all(Array.from({ length: 6 }, (_, n) => give(w, n)))
  const before = await searchHash(w, 'phone', '+8613810000001')
  w.pass(1)
  const asked = await askRotation(w, 'search')
  await moveHashes(w, ownKeepers.hashes, asked) // no new version yet: nothing to move
  expect(await versions(w)).toEqual(['v1'])
  const { renewTurn } = await import('./rotateSearch.ts')
  await renewTurn(w, asked)
  expect(await moveHashes(w, ownKeepers.hashes, asked, 3)).toBe(3)
  expect(await versions(w)).toEqual(['v1', 'v2'])
  for (const [n, { token }] of tokens.entries()) {
    expect(await finds(w, n)).toBe(token)
    expect((await give(w, n)).token).toBe(token)
  }
  const after = await searchHash(w, 'phone', '+8613810000001')
  expect(after).not.toBe(before)
  expect(await isSameHash(w, before, after)).toBe(true)
  expect(await isSameHash(w, before, await searchHash(w, 'phone', '+8613810000002'))).toBe(false)
  expect(await everyVersion(w, before)).toEqual([after, before])
})

test('hashes from before versions are found, and turned once and for all before the doors open', async () => {
  const w = await testWorld()
  const made = await Promise.all(Array.from({ length: 5 }, (_, n) => give(w, n)))
  // As an installation from then stands: the inner key alone, and bare hashes.
  const inner = await bytesOf(w, await sealingKey(w, searchPlace))
  for (const [n, { token }] of made.entries()) {
    const text = canonical({ form: 'search/1', tenant: 'institution', kind: 'phone', value: `+86${phone(n)}` })
    const bare = createHmac('sha256', inner).update(text).digest('hex')
    await w.db.pool.query('update vault.token set hash = $2 where id = $1', [token, bare])
  }
  await asOwner(w, `delete from vault.data_key where purpose = 'vault.search_turn'`)
  for (const [n, { token }] of made.entries()) expect(await finds(w, n)).toBe(token)
  expect(await convertSearch(w, ownKeepers.hashes)).toBe(5)
  expect(await convertSearch(w, ownKeepers.hashes)).toBe(0)
  expect(await versions(w)).toEqual(['v1'])
  for (const [n, { token }] of made.entries()) expect(await finds(w, n)).toBe(token)
})
