import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { caller, knowing, open } from '../../test/doors.ts'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { handOverKey } from '../audit/handOverKey.ts'
import { readLogKey, vkeyText } from '../audit/logKey.ts'
import { keyNow, logKeys } from '../audit/logKeys.ts'
import { cosignedAt } from '../audit/noteSignature.ts'
import { readNote, readVkey } from '../audit/readNote.ts'
import { auditRoutes } from '../audit/routes.ts'
import { sequenceWaiting } from '../audit/sequence.ts'
import { writeRecords } from '../audit/testLog.ts'
import { makeWitnessKey } from '../audit/witnessKey.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { logKeyCommand } from './logKeyCommand.ts'
import { witnessCommand } from './witness.ts'

const alipay: Who = { ...caller('alipay', 'log.read', 'log.witness'), org: 'par_alipay', orgKind: 'partner' }
const rival: Who = { ...caller('rival', 'log.read', 'log.witness'), org: 'par_rival', orgKind: 'partner' }
const institution: Who = {
  ...caller('shen', 'log.read', 'log.manage', 'log.witness'),
  org: 'org_yunhui',
  orgKind: 'institution',
}
const { line, vkey } = makeWitnessKey('alipay.example/witness', Buffer.alloc(32, 7))

type Desk = { folder: string; state: string; watch(url: string, ...more: string[]): Promise<number> }

function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'covenant-witness-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const [key, api, state] = [join(folder, 'key'), join(folder, 'api'), join(folder, 'state')]
  writeFileSync(key, line, { mode: 0o600 })
  writeFileSync(api, 'alipay\n')
  const watch = (url: string, ...more: string[]): Promise<number> =>
    witnessCommand(['--log', url, '--key', key, '--state', state, '--api-key', api, '--once', ...more])
  return { folder, state, watch }
}

/** A log on a port, its clock at the real time because a witness signs with its own. */
async function opened(w: World): Promise<string> {
  const world: World = { ...w, now: () => Date.now() }
  const name = JSON.stringify({ zh: '支付宝', en: 'Alipay' })
  await w.db.pool.query(
    `insert into partners.partner (id, wallet, name, legal_name, registration, stage, region, note, created_at_ms, stage_at_ms)
     values ($1, 'alipay', $2, $2, '', 'live', 'CN', $2, 0, 0) on conflict do nothing`,
    [alipay.org, name],
  )
  const { url } = await open(world, auditRoutes, { authenticate: knowing(alipay, rival, institution) })
  return url
}

const post = async (url: string, who: Who, path: string, body: object): Promise<number> => {
  const headers = { authorization: `Bearer ${who.id}`, 'content-type': 'application/json' }
  return (await fetch(`${url}/v1/log/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status
}
const register = (url: string): Promise<number> => post(url, institution, 'witnesses', { key: vkey, org: alipay.org })
const checkpoint = async (url: string): Promise<string> =>
  await (await fetch(`${url}/v1/log/checkpoint`, { headers: { authorization: 'Bearer alipay' } })).text()

async function grown(w: World, count: number): Promise<void> {
  await writeRecords(w, count)
  await sequenceWaiting(w, 1)
}

/** Another log that signs with the same key, as somebody does who shows two people two histories. */
async function twin(w: TestWorld): Promise<World> {
  return { ...(await testWorld({ seed: 99 })), keys: w.keys }
}

test('a witness cosigns what grew consistently, and the checkpoint then carries a signature that verifies', async () => {
  const w = await testWorld()
  await grown(w, 30)
  const url = await opened(w)
  expect(await register(url)).toBe(201)
  const { watch, state } = desk()
  expect(await watch(url)).toBe(0)
  await grown(w, 700)
  expect(await watch(url)).toBe(0)
  const note = readNote(await checkpoint(url))
  const key = readVkey(vkey)
  expect(note?.size).toBe(731)
  expect(note && key && cosignedAt(note, key)).toBeGreaterThan(1_700_000_000)
  expect(readNote((JSON.parse(readFileSync(state, 'utf8')) as { note: string }).note)?.size).toBe(731)
  expect(await watch(url)).toBe(0)
})

test('a fork is refused and nothing is signed, whether it is longer or as long', async () => {
  for (const [own, other] of [
    [30, 45],
    [30, 30],
  ] as const) {
    const w = await testWorld()
    await grown(w, own)
    const url = await opened(w)
    await register(url)
    const { watch, state } = desk()
    expect(await watch(url)).toBe(0)
    const forked = await twin(w)
    await grown(forked, other)
    const forkUrl = await opened(forked)
    await register(forkUrl)
    const before = readFileSync(state, 'utf8')
    expect(await watch(forkUrl)).toBe(1)
    expect(readFileSync(state, 'utf8')).toBe(before)
    expect(JSON.parse(readFileSync(`${state}.evidence`, 'utf8'))).toMatchObject({ because: 'fork' })
    expect((await checkpoint(forkUrl)).split('\u2014')).toHaveLength(2)
  }
})

test('a roll-back is refused', async () => {
  const w = await testWorld()
  await grown(w, 30)
  const url = await opened(w)
  await register(url)
  const { watch, state } = desk()
  expect(await watch(url)).toBe(0)
  const younger = await twin(w)
  await grown(younger, 29)
  expect(await watch(await opened(younger))).toBe(1)
  expect(JSON.parse(readFileSync(`${state}.evidence`, 'utf8'))).toMatchObject({ because: 'roll-back' })
})

test('another key is refused, and so is another origin under the same key', async () => {
  const w = await testWorld()
  await grown(w, 30)
  const url = await opened(w)
  await register(url)
  const { watch, state } = desk()
  expect(await watch(url)).toBe(0)
  const stranger = await testWorld({ seed: 5 })
  await grown(stranger, 40)
  expect(await watch(await opened(stranger))).toBe(1)
  expect(JSON.parse(readFileSync(`${state}.evidence`, 'utf8'))).toMatchObject({ because: 'signature' })
  const renamed = await testWorld({ seed: 6 })
  renamed.keys.readOrMake('log-origin', () => 'somebody.example/log')
  renamed.keys.readOrMake('log-signing', () => w.keys.read('log-signing'))
  await grown(renamed, 40)
  expect(await watch(await opened(renamed))).toBe(1)
})

test('a witness follows a key that was handed over, cosigns under the new one, and its state says from which it came', async () => {
  const w = await testWorld()
  await grown(w, 30)
  const url = await opened(w)
  await register(url)
  const { watch, state } = desk()
  const pinned = vkeyText(readLogKey(w).vkey)
  expect(await watch(url, '--log-key', pinned)).toBe(0)
  await handOverKey(w, async () => undefined)
  await grown(w, 40)
  await grown(w, 300)
  expect(await watch(url, '--log-key', pinned)).toBe(0)
  const kept = JSON.parse(readFileSync(state, 'utf8')) as { key: string; before: string[] }
  expect(kept.before).toEqual([pinned])
  expect(kept.key).toBe(keyNow(await logKeys(w)))
  const [note, key] = [readNote(await checkpoint(url)), readVkey(vkey)]
  expect(note && key && cosignedAt(note, key)).toBeGreaterThan(1_700_000_000)
  expect(await watch(url, '--log-key', pinned)).toBe(0)
  const { folder } = desk()
  writeFileSync(join(folder, 'api'), 'alipay\n')
  expect(await logKeyCommand(['--log', url, '--api-key', join(folder, 'api'), '--json'])).toBe(0)
})

test('only a registered witness of its own organisation hands in a cosignature, and only one that verifies', async () => {
  const w = await testWorld()
  await grown(w, 30)
  const url = await opened(w)
  expect(await post(url, institution, 'witnesses', { key: vkey.replace('alipay', 'alibay') })).toBe(422)
  for (const org of ['par_nobody', 'mer_tea', 'Alipay']) // whoever is no partner and no auditor of ours has no witness here
    expect(await post(url, institution, 'witnesses', { key: vkey, org }), org).toBe(422)
  expect(await register(url)).toBe(201)
  expect(await register(url)).toBe(409)
  const { watch } = desk()
  expect(await watch(url)).toBe(0)
  const good = (await checkpoint(url)).split('\n').find((row) => row.includes('alipay.example')) ?? ''
  expect(await post(url, rival, 'cosignatures', { size: 30, cosignature: good })).toBe(404)
  expect(await post(url, alipay, 'cosignatures', { size: 30, cosignature: good })).toBe(200)
  await grown(w, 5)
  expect(await post(url, alipay, 'cosignatures', { size: 36, cosignature: good })).toBe(422)
  expect(await post(url, alipay, 'cosignatures', { size: 35, cosignature: good })).toBe(404)
  const stranger = makeWitnessKey('rival.example/w', Buffer.alloc(32, 9))
  expect(stranger.vkey).not.toBe(vkey)
  expect(
    await post(url, alipay, 'cosignatures', { size: 30, cosignature: good.replace('alipay.example', 'rival.example') }),
  ).toBe(404)
})
