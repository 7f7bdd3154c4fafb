import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { detokenise } from './detokenise.ts'
import { keysNow } from './find.ts'
import { reseal } from './reseal.ts'
import { askRotation, rotateStep } from './rotate.ts'
import { sealText } from './seal.ts'
import { parseSealed } from './sealed.ts'
import { searchHash } from './searchHash.ts'
import { shred } from './shred.ts'
import { tokenById } from './store.ts'
import { tokenise } from './tokenise.ts'
import { unsealText } from './unseal.ts'

const phone = (n: number): string => `138${String(10_000_000 + n)}`
const give = (w: World, n: number, subject = `con_${n % 7}`) =>
  transaction(w, (i) => tokenise(i, { tenant: 'institution', kind: 'phone', value: phone(n), subject }))

async function finish(w: World): Promise<void> {
  for (let step = 0; await rotateStep(w); step++) if (step > 200) throw new Error('the rotation does not end')
}

async function keyOf(w: World, state: string): Promise<number> {
  const { rows } = await w.db.pool.query<{ n: bigint }>('select count(*) as n from vault.data_key where state = $1', [
    state,
  ])
  return Number(rows[0]?.n)
}

test('while all data keys change, every read and every write goes on, and in the end nothing is sealed under an old key', async () => {
  const w = await testWorld()
  const first = await Promise.all(Array.from({ length: 60 }, (_, n) => give(w, n)))
  w.pass(1_000)
  await askRotation(w, 'data')
  let isOver = false
  const later: { token: string; n: number }[] = []
  const readers = Array.from({ length: 4 }, async (_, reader) => {
    for (let round = 0; !isOver; round++) {
      const n = (round * 7 + reader) % first.length
      expect(await detokenise(w, first[n]?.token ?? '')).toBe(`+86${phone(n)}`)
    }
  })
  const writers = Array.from({ length: 2 }, async (_, writer) => {
    for (let round = 0; !isOver && round < 40; round++) {
      const n = 1_000 + writer * 100 + round
      later.push({ token: (await give(w, n)).token, n })
    }
  })
  await finish(w)
  isOver = true
  await Promise.all([...readers, ...writers])
  await finish(w) // what was written in the last moment under a key just retired
  for (const { token, n } of later) expect(await detokenise(w, token)).toBe(`+86${phone(n)}`)
  const { rows } = await w.db.pool.query(
    `select 1 from vault.copy c join vault.data_key k on k.id = c.key where k.state <> 'active'`,
  )
  expect(rows).toEqual([])
  expect(await give(w, 3)).toEqual(first[3])
})

test('a rotation to SM4 seals everything anew with SM4-GCM, and what others keep is moved by reseal', async () => {
  const w = await testWorld()
  const made = await give(w, 1)
  const place = { tenant: 'institution', purpose: 'test.secret', context: 'row/1' }
  const sealed = await sealText(w, place, '国密')
  w.pass(1)
  await askRotation(w, 'data', 'sm4-gcm')
  await finish(w)
  expect(await detokenise(w, made.token)).toBe(`+86${phone(1)}`)
  const { rows } = await w.db.pool.query<{ sealed: string }>('select sealed from vault.copy')
  expect(rows.map((row) => parseSealed(row.sealed)?.suite)).toEqual(['sm4-gcm'])
  expect(await unsealText(w, sealed, place)).toBe('国密') // the retired key still reads
  const moved = (await reseal(w, sealed, place)) ?? ''
  expect(parseSealed(moved)?.suite).toBe('sm4-gcm')
  expect(await unsealText(w, moved, place)).toBe('国密')
  expect(await reseal(w, moved, place)).toBeNull()
})

test('a value that was tampered with is counted and left, and does not stop the others', async () => {
  const w = await testWorld()
  const [bad, good] = [await give(w, 1), await give(w, 2)]
  await w.db.pool.query(`update vault.copy set sealed = left(sealed, -4) || 'AAAA' where token = $1`, [bad.token])
  w.pass(1)
  await askRotation(w, 'data')
  await finish(w)
  const { rotations, refusals } = await keysNow(w)
  expect(rotations).toMatchObject([{ valuesDone: 1, doneAt: w.now() }])
  expect(refusals).toMatchObject([{ because: 'not_authentic' }])
  expect(await detokenise(w, good.token)).toBe(`+86${phone(2)}`)
  await expect(detokenise(w, bad.token)).rejects.toMatchObject({ code: 'vault.ciphertext_refused' })
})

test('asking for a rotation again answers the one under way, and it ends', async () => {
  const w = await testWorld()
  await give(w, 1)
  w.pass(1)
  const [one, two] = await Promise.all([askRotation(w, 'data'), askRotation(w, 'data')])
  expect(one.id).toBe(two.id)
  await finish(w)
  const { rotations } = await keysNow(w)
  expect(rotations).toMatchObject([{ id: one.id, keysTotal: 1, keysDone: 1, valuesDone: 1, doneAt: w.now() }])
})

test('a new master key wraps every data key anew; values and search hashes stay, and the old file is not needed any more', async () => {
  const w = await testWorld()
  const made = await give(w, 1)
  const hash = await searchHash(w, 'phone', '+8613810000001')
  await askRotation(w, 'master')
  await finish(w)
  const { masters, master } = await keysNow(w)
  expect(masters.map(({ id }) => id)).toEqual([master])
  const only = new Map([
    ['vault-master', Buffer.alloc(32, 9)],
    ['vault-master-2', w.keys.read('vault-master-2')],
  ])
  const keys = { ...w.keys, has: (name: string) => only.has(name), read: (name: string) => only.get(name) as Buffer }
  const fresh = { ...w, keys, db: { ...w.db } } // another process, with nothing in memory and the first file replaced
  expect(await detokenise(fresh, made.token)).toBe(`+86${phone(1)}`)
  expect(await searchHash(fresh, 'phone', '+8613810000001')).toBe(hash)
})

test('shredding a person makes theirs unreadable at once, everywhere, and leaves what others have', async () => {
  const w = await testWorld()
  const own = await give(w, 1, 'con_gone')
  const shared = await give(w, 2, 'con_gone')
  await give(w, 2, 'con_stays')
  const place = { tenant: 'institution', purpose: 'identity.profile', context: 'con_gone', subject: 'con_gone' }
  const elsewhere = await sealText(w, place, '沈知行')
  const done = await transaction(w, (i) => shred(i, 'con_gone'))
  expect(done).toMatchObject({ keys: 2, copies: 2, tokens: 1 })
  await expect(detokenise(w, own.token)).rejects.toMatchObject({ code: 'vault.shredded' })
  await expect(unsealText(w, elsewhere, place)).rejects.toMatchObject({ code: 'vault.shredded' })
  expect(await detokenise(w, shared.token)).toBe(`+86${phone(2)}`)
  expect(await tokenById(w, own.token)).toMatchObject({ hash: null, masked: '—', detail: {}, shreddedAt: w.now() })
  expect(await keyOf(w, 'destroyed')).toBe(2)
  const { rows } = await w.db.pool.query(
    `select facts from world.record where act = 'vault.shred' and object = 'con_gone'`,
  )
  expect(rows).toMatchObject([{ facts: { keys: 2, tokens: 1 } }])
  expect((await give(w, 1, 'con_gone')).token).not.toBe(own.token) // who comes back is somebody new
})

test('a person shredded while values are still written for them leaves no readable hash of theirs behind a destroyed key', async () => {
  const w = await testWorld()
  await give(w, 0, 'con_race')
  const writing = Array.from({ length: 20 }, (_, n) => give(w, n + 1, 'con_race'))
  await transaction(w, (i) => shred(i, 'con_race'))
  await Promise.all(writing)
  const { rows } = await w.db.pool.query(
    `select c.token from vault.copy c join vault.data_key k on k.id = c.key where c.sealed is not null and k.state = 'destroyed'`,
  )
  expect(rows).toEqual([])
})

test('a key service wraps the data keys, and when it is silent nothing new is written or read', async () => {
  const w = await testWorld()
  await useKms(w)
  const made = await give(w, 1)
  expect((await keysNow(w)).masters).toMatchObject([{ id: 'kms:covenant' }])
  w.network(async () => {
    throw new TypeError('no route')
  })
  const fresh = { ...w, db: { ...w.db } }
  await expect(detokenise(fresh, made.token)).rejects.toMatchObject({ code: 'vault.master_silent', status: 503 })
  await expect(give(fresh, 2, 'con_new')).rejects.toMatchObject({ code: 'vault.master_silent' })
})

test('an installation moves from its key file to a key service by a rotation of the master', async () => {
  const w = await testWorld()
  const made = await give(w, 1)
  await useKms(w)
  await askRotation(w, 'master')
  await finish(w)
  expect((await keysNow(w)).masters).toMatchObject([{ id: 'kms:covenant' }])
  expect(await detokenise({ ...w, db: { ...w.db } }, made.token)).toBe(`+86${phone(1)}`)
})

// The transit engine as its documentation describes it: it refuses a ciphertext with other associated data with 400.
async function useKms(w: TestWorld): Promise<void> {
  const kept = new Map<string, { plaintext: string; associated_data: string }>()
  w.keys.readOrMake('vault-kms', () => JSON.stringify({ url: 'http://kms.test', key: 'covenant', token: 's.test' }))
  w.network(async (url, init) => {
    expect(new Headers(init?.headers).get('x-vault-token')).toBe('s.test')
    const body = JSON.parse(init?.body as string) as { plaintext: string; associated_data: string; ciphertext: string }
    if (url === 'http://kms.test/v1/transit/encrypt/covenant') {
      kept.set(`vault:v1:${kept.size}`, body)
      return Response.json({ data: { ciphertext: `vault:v1:${kept.size - 1}` } })
    }
    expect(url).toBe('http://kms.test/v1/transit/decrypt/covenant')
    const found = kept.get(body.ciphertext)
    if (found?.associated_data !== body.associated_data) return Response.json({ errors: ['invalid'] }, { status: 400 })
    return Response.json({ data: { plaintext: found.plaintext } })
  })
}

const library = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find(existsSync)
const isHere = library !== undefined && existsSync('/usr/bin/pkcs11-tool') && existsSync('/usr/bin/softhsm2-util')
if (!isHere)
  console.log('skipped: the master key in a hardware module, because SoftHSM 2 or pkcs11-tool is not installed')

test.skipIf(!isHere)(
  'the master key may live in a hardware module (SoftHSM by PKCS#11), and a wrong PIN opens nothing',
  async () => {
    const w = await testWorld()
    const folder = mkdtempSync(join(tmpdir(), 'covenant-hsm-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const config = join(folder, 'softhsm2.conf')
    writeFileSync(config, `directories.tokendir = ${folder}\nobjectstore.backend = file\n`)
    const run = (tool: string, ...args: string[]) =>
      execFileSync(tool, args, { env: { ...process.env, SOFTHSM2_CONF: config }, stdio: 'pipe' })
    run('softhsm2-util', '--init-token', '--free', '--label', 'covenant', '--so-pin', '12345678', '--pin', '654321')
    const at = ['--module', library ?? '', '--token-label', 'covenant', '--login', '--pin', '654321']
    run(
      'pkcs11-tool',
      ...at,
      '--keygen',
      '--key-type',
      'GENERIC:32',
      '--label',
      'master',
      '--usage-sign',
      '--sensitive',
    )
    const settings = {
      module: library,
      token: 'covenant',
      label: 'master',
      pin: '654321',
      environment: { SOFTHSM2_CONF: config },
    }
    w.keys.readOrMake('vault-hsm', () => JSON.stringify(settings))
    const made = await give(w, 1)
    const fresh = { ...w, db: { ...w.db } }
    expect(await detokenise(fresh, made.token)).toBe(`+86${phone(1)}`)
    expect((await keysNow(w)).masters).toMatchObject([{ id: 'hsm:covenant/master' }])
    const wrong = { ...w.keys, read: () => Buffer.from(JSON.stringify({ ...settings, pin: '000000' })) }
    await expect(detokenise({ ...w, keys: wrong, db: { ...w.db } }, made.token)).rejects.toMatchObject({
      code: 'vault.master_silent',
    })
  },
)
