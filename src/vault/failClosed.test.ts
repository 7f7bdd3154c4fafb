import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { transaction } from '../world/command.ts'
import { keysIn } from '../world/keys.ts'
import type { World } from '../world/world.ts'
import { detokenise } from './detokenise.ts'
import { keysNow } from './find.ts'
import { searchToken } from './reveal.ts'
import { askRotation, rotateStep } from './rotate.ts'
import type { Rotation } from './rotation.ts'
import { tokenise } from './tokenise.ts'

const phone = (n: number): string => `138${String(10_000_000 + n)}`
const give = (w: World, n: number) =>
  transaction(w, (i) => tokenise(i, { tenant: 'institution', kind: 'phone', value: phone(n), subject: `con_${n % 5}` }))
// Another process: nothing in memory.
const restarted = (w: World): World => ({ ...w, db: { ...w.db } })
const counted = async (w: World): Promise<string> => {
  const { rows } = await w.db.pool.query<{ n: string }>(
    'select (select count(*) from vault.data_key) || $1 || (select count(*) from vault.token) as n',
    ['/'],
  )
  return rows[0]?.n ?? ''
}

async function finish(w: World): Promise<void> {
  for (let step = 0; await rotateStep(w); step++) if (step > 200) throw new Error('the rotation does not end')
}

async function allThere(w: World, tokens: readonly string[]): Promise<void> {
  for (const [n, token] of tokens.entries()) {
    expect(await detokenise(w, token)).toBe(`+86${phone(n)}`)
    expect((await give(w, n)).token).toBe(token)
    const who = { id: 'usr_1', name: '王敏', org: 'institution' }
    expect((await searchToken(w, who, 'phone', phone(n)))?.id).toBe(token)
  }
}

const kinds: Rotation['what'][] = ['data', 'master', 'search']

test.each(kinds)(
  'a process that dies at any commit of a rotation (%s) leaves nothing half, and the next one goes on',
  async (what) => {
    for (let deaths = 1, died = true; died; deaths++) {
      const w = await testWorld({ seed: deaths })
      const tokens = await Promise.all(Array.from({ length: 5 }, async (_, n) => (await give(w, n)).token))
      w.pass(1_000)
      const { id } = await askRotation(w, what)
      died = await finish(dying(w, deaths)).then(
        () => false,
        (error: Error) => {
          expect(error.message).toBe('killed')
          return true
        },
      )
      await allThere(restarted(w), tokens)
      w.pass(1_000)
      await finish(restarted(w))
      const { rotations, keys } = await keysNow(w)
      expect(rotations.find((one) => one.id === id)?.doneAt).not.toBeNull()
      if (what === 'data')
        expect(keys.filter(({ purpose, state }) => purpose === 'vault.token' && state === 'active')).toMatchObject([
          { keys: 5 },
        ])
      await allThere(restarted(w), tokens)
      expect(deaths).toBeLessThan(60)
    }
  },
)

/** A world whose n-th commit is the last thing its process does, and never arrives. */
function dying(w: TestWorld, at: number): World {
  let commits = 0
  const pool = new Proxy(w.db.pool, {
    get(target, name) {
      if (name !== 'connect') {
        const own = Reflect.get(target, name) as unknown
        return typeof own === 'function' ? (own.bind(target) as unknown) : own
      }
      return async () => {
        if (commits >= at) throw new Error('killed')
        const client = await target.connect()
        return new Proxy(client, {
          get(inner, member) {
            const value = Reflect.get(inner, member) as unknown
            if (member !== 'query') return typeof value === 'function' ? (value.bind(inner) as unknown) : value
            return async (...asked: Parameters<typeof inner.query>) => {
              if ((asked[0] as unknown) === 'commit' && ++commits >= at) {
                await inner.query('rollback')
                throw new Error('killed')
              }
              return (await Promise.resolve(inner.query(...asked))) as unknown
            }
          },
        })
      }
    },
  })
  return { ...w, db: { ...w.db, pool } }
}

test.each(kinds)(
  'a key service that goes away in the middle of a rotation (%s) stops it closed; it is resumed when the service is back',
  async (what) => {
    const w = await testWorld()
    const kms = service(w)
    const tokens = await Promise.all(Array.from({ length: 5 }, async (_, n) => (await give(w, n)).token))
    if (what === 'master') w.keys.readOrMake('vault-kms', () => kms.settings)
    w.pass(1_000)
    await askRotation(w, what)
    const other = restarted(w)
    kms.answers(what === 'search' ? 0 : 2)
    if (what !== 'master') await askRotation(w, 'master')
    w.keys.readOrMake('vault-kms', () => kms.settings)
    await expect(finish(other)).rejects.toMatchObject({ code: 'vault.master_silent', status: 503 })
    const before = await counted(w)
    await expect(
      transaction(restarted(w), (i) =>
        tokenise(i, { tenant: 'institution', kind: 'phone', value: phone(77), subject: 'con_new' }),
      ),
    ).rejects.toMatchObject({ status: 503 })
    expect(await counted(w)).toBe(before)
    kms.answers(10_000)
    await finish(restarted(w))
    expect((await keysNow(w)).rotations.every(({ doneAt }) => doneAt !== null)).toBe(true)
    await allThere(restarted(w), tokens)
  },
)

function service(w: TestWorld): { settings: string; answers(most: number): void } {
  const kept = new Map<string, { plaintext: string; associated_data: string }>()
  let left = 10_000
  w.network(async (url, init) => {
    if (left-- <= 0) throw new TypeError('no route')
    const body = JSON.parse(init?.body as string) as { plaintext: string; associated_data: string; ciphertext: string }
    if (url.includes('/encrypt/')) {
      kept.set(`vault:v1:${kept.size}`, body)
      return Response.json({ data: { ciphertext: `vault:v1:${kept.size - 1}` } })
    }
    const found = kept.get(body.ciphertext)
    if (found?.associated_data !== body.associated_data) return Response.json({ errors: ['invalid'] }, { status: 400 })
    return Response.json({ data: { plaintext: found.plaintext } })
  })
  const settings = JSON.stringify({ url: 'http://kms.test', key: 'covenant', token: 's.test' })
  return {
    settings,
    answers: (most) => {
      left = most
    },
  }
}

test('a master key file that others may read, is gone or has another length opens nothing and seals nothing', async () => {
  const w = await testWorld()
  const folder = mkdtempSync(join(tmpdir(), 'covenant-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'vault-master')
  writeFileSync(file, Buffer.alloc(32, 3), { mode: 0o600 })
  const own: World = { ...w, keys: keysIn(folder, true) }
  const { token } = await give(own, 1)
  const before = await counted(w)
  const refusedWith = async (code: string, mode: World['mode'] = 'live'): Promise<void> => {
    const late = restarted({ ...own, mode, keys: keysIn(folder, mode === 'sandbox') })
    await expect(detokenise(late, token)).rejects.toMatchObject({ code })
    await expect(give(late, 2)).rejects.toMatchObject({ code })
    expect(await counted(w)).toBe(before)
  }
  if (process.platform !== 'win32') {
    chmodSync(file, 0o644)
    await refusedWith('world.key_open')
    chmodSync(file, 0o600)
  }
  writeFileSync(file, Buffer.alloc(16, 3))
  await refusedWith('vault.master_wrong')
  rmSync(file)
  await refusedWith('vault.master_missing')
  writeFileSync(file, Buffer.alloc(32, 3), { mode: 0o600 })
  expect(await detokenise(restarted(own), token)).toBe(`+86${phone(1)}`)
})
