import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import type { Who } from '../world/route.ts'
import { whoseKey } from './apiKeyCaller.ts'
import { type KeyWanted, makeKey, revokeKey, rotateKey, setKeyAddresses } from './apiKeyMake.ts'
import { permissionsOf } from './role.ts'
import { apiKeyById } from './storeApiKeys.ts'

const shop = 'mer_01jz0y2m3n4p5q6r7s8t9v0w2a'
const owner: Who = {
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id: 'usr_owner',
  name: 'Owner',
  org: shop,
  orgKind: 'merchant',
  role: 'merchant-administrator',
  permissions: new Set(permissionsOf['merchant-administrator']),
} as Who
const wanted: KeyWanted = {
  org: shop,
  orgKind: 'merchant',
  name: { zh: '收银台', en: 'Till' },
  permissions: ['payments.create', 'payments.read'],
  addresses: [],
  expiresAt: null,
  signing: 'none',
  publicKey: null,
}
const call = (text: string, more: Partial<Parameters<typeof whoseKey>[1]> = {}) => ({
  authorization: `Bearer ${text}`,
  ip: '203.0.113.7',
  method: 'GET',
  target: '/v1/payments',
  headers: {},
  raw: Buffer.alloc(0),
  ...more,
})
const said = (w: TestWorld, ask: Parameters<typeof whoseKey>[1]): Promise<string> =>
  whoseKey(w, ask).then(
    (who) => who?.id ?? 'nobody',
    (error: { code: string }) => error.code,
  )

test('a key opens what it was made for, and neither its text nor its signing secret is kept anywhere', async () => {
  const w = await testWorld()
  const made = await makeKey(w, owner, { ...wanted, signing: 'hmac' })
  const { rows } = await w.db.pool.query<{ all: string }>(
    `select (select string_agg(k::text, ' ') from identity.api_key k) || (select string_agg(r::text, ' ') from world.record r) as all`,
  )
  expect(made.text).toMatch(/^cov_sandbox_[0-9a-f]{48}$/)
  expect(rows[0]?.all).not.toContain(made.text.slice(-40))
  expect(rows[0]?.all).not.toContain(made.signingSecret?.slice(6))
  const plain = await makeKey(w, owner, wanted)
  expect(await whoseKey(w, call(plain.text))).toMatchObject({ kind: 'key', org: shop, role: 'api-key' })
})

test('nobody makes a key that can do more than they can, or more than its organisation ever could', async () => {
  const w = await testWorld()
  const till: Who = { ...owner, permissions: new Set(['keys.manage', 'payments.read']) }
  await expect(makeKey(w, till, wanted)).rejects.toMatchObject({ code: 'identity.grants_more' })
  const admin: Who = { ...owner, orgKind: 'institution', permissions: new Set(permissionsOf.administrator) }
  await expect(makeKey(w, admin, { ...wanted, permissions: ['ledger.read'] })).rejects.toMatchObject({
    code: 'identity.beyond_kind',
  })
})

test('revoked ends at once; expired ends at its moment; each says so', async () => {
  const w = await testWorld()
  const [gone, brief] = [
    await makeKey(w, owner, wanted),
    await makeKey(w, owner, { ...wanted, expiresAt: w.now() + hourMs }),
  ]
  await revokeKey(w, owner, gone.id)
  expect(await said(w, call(gone.text))).toBe('identity.key_over')
  expect(await said(w, call(brief.text))).toBe(brief.id)
  w.pass(hourMs)
  expect(await said(w, call(brief.text))).toBe('identity.key_over')
  expect(await said(w, call(`cov_sandbox_${'0'.repeat(48)}`))).toBe('nobody')
})

test('after a rotation both keys work until the overlap ends, then only the new one', async () => {
  const w = await testWorld()
  const old = await makeKey(w, owner, wanted)
  const next = await rotateKey(w, owner, old.id, 24)
  expect([await said(w, call(old.text)), await said(w, call(next.text))]).toEqual([old.id, next.id])
  w.pass(24 * hourMs)
  expect([await said(w, call(old.text)), await said(w, call(next.text))]).toEqual(['identity.key_over', next.id])
  expect(await apiKeyById(w, next.id)).toMatchObject({ rotatedFrom: old.id, permissions: wanted.permissions })
})

test('of ten rotations of one key at once one happens', async () => {
  const w = await testWorld()
  const old = await makeKey(w, owner, wanted)
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => rotateKey(w, owner, old.id, 1)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a key with an allow list works from there only', async () => {
  const w = await testWorld()
  const key = await makeKey(w, owner, { ...wanted, addresses: ['203.0.113.0/24', '2001:db8::/32'] })
  const from = (ip: string) => said(w, call(key.text, { ip }))
  expect([await from('203.0.113.7'), await from('2001:db8::9'), await from('198.51.100.1')]).toEqual([
    key.id,
    key.id,
    'identity.key_address',
  ])
  await setKeyAddresses(w, owner, key.id, ['198.51.100.1'])
  expect([await from('203.0.113.7'), await from('198.51.100.1')]).toEqual(['identity.key_address', key.id])
})

test('a key that signs: the true request passes once; unsigned, altered, replayed and late ones do not', async () => {
  const w = await testWorld()
  const key = await makeKey(w, owner, { ...wanted, signing: 'hmac' })
  const body = Buffer.from('{"order":"A1"}')
  const signed = (id: string, at = w.now()) => {
    const signature = new Webhook(key.signingSecret ?? '').sign(
      id,
      new Date(at),
      `POST /v1/payments\n${body.toString()}`,
    )
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      'webhook-signature': signature,
    }
    return call(key.text, { method: 'POST', target: '/v1/payments', raw: body, headers })
  }
  expect(await said(w, call(key.text))).toBe('identity.signature_missing')
  expect(await said(w, { ...signed('m1'), raw: Buffer.from('{"order":"A2"}') })).toBe('identity.signature_wrong')
  expect(await said(w, { ...signed('m1'), target: '/v1/refunds' })).toBe('identity.signature_wrong')
  expect(await said(w, signed('m1'))).toBe(key.id)
  expect(await said(w, signed('m1'))).toBe('identity.signature_replayed')
  const kept = signed('m2')
  const replays = await Promise.all(Array.from({ length: 8 }, () => said(w, kept)))
  expect(replays.filter((one) => one === key.id)).toHaveLength(1)
  const late = signed('m3')
  w.pass(6 * minuteMs)
  expect(await said(w, late)).toBe('identity.signature_old')
})

test('the last use is known to five minutes and costs no write in between', async () => {
  const w = await testWorld()
  const key = await makeKey(w, owner, wanted)
  const usedAt = async () => (await apiKeyById(w, key.id))?.usedAt
  await said(w, call(key.text))
  const first = w.now()
  w.pass(4 * minuteMs)
  await said(w, call(key.text))
  expect(await usedAt()).toBe(first)
  w.pass(2 * minuteMs)
  await said(w, call(key.text))
  expect(await usedAt()).toBe(w.now())
})

test('another merchant’s key does not exist for this one', async () => {
  const w = await testWorld()
  const key = await makeKey(w, owner, wanted)
  const other: Who = { ...owner, org: 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b' }
  await expect(revokeKey(w, other, key.id)).rejects.toMatchObject({ code: 'identity.no_such_key', status: 404 })
})
