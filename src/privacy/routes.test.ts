import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { publishText } from '../consent/editCatalogue.ts'
import { textsInForce } from '../consent/find.ts'
import { mayUse } from '../consent/mayUse.ts'
import { consentRoutes } from '../consent/routes.ts'
import type { Who } from '../world/route.ts'
import { catalogueRoutes } from './catalogueRoutes.ts'
import { deskRoutes } from './deskRoutes.ts'
import { ownPrivacyRoutes } from './ownRoutes.ts'
import { inside, person } from './testPerson.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: string[]): Who => ({
  kind: 'user',
  id,
  name: id,
  org,
  orgKind,
  role: orgKind,
  permissions: new Set(permissions),
  session: `ses_${id}`,
  assurance: { methods: ['sms'], factors: 1, at: 0 },
})
const staff = [
  'consents.read',
  'consents.manage',
  'requests.read',
  'requests.handle',
  'retention.read',
  'retention.manage',
]

// What these tests look at; each answer has some of it.
type Reply = {
  id: string
  code: string
  state: string
  items: { id: string; subject: string }[]
  uses: { id: string; standing: string; consent: string | null }[]
  subject: string
  receipt: string
  digest: string
  request: { state: string; handler: { id: string } | null }
  plan: object | null
}

async function house() {
  const w = await testWorld()
  const [wang, shen] = [await person(w, '1'), await person(w, '2')]
  await inside(w, openCatalogue)
  const callers = [
    who('wang', 'consumer', wang, 'own.privacy'),
    who('shen', 'consumer', shen, 'own.privacy'),
    who('officer', 'institution', 'institution', ...staff),
    who('auditor', 'auditor', 'auditor', ...staff),
    // A merchant to whom somebody gave too much: tenancy still holds.
    who('shop', 'merchant', 'mer_1', 'own.privacy', ...staff),
  ]
  const routes = [...consentRoutes, ...catalogueRoutes, ...ownPrivacyRoutes, ...deskRoutes]
  const { url } = await open(w, routes, { authenticate: knowing(...callers) })
  let keys = 0
  const ask = async (as: string, does: string, body?: object) => {
    const [method = '', path = ''] = does.split(' ')
    const headers: Record<string, string> = { authorization: `Bearer ${as}` }
    if (method === 'POST') headers['idempotency-key'] = `key-${++keys}`
    if (body) headers['content-type'] = 'application/json'
    const reply = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    return { status: reply.status, body: (await reply.json().catch(() => ({}))) as Reply }
  }
  const text = (await textsInForce(w, w.now())).find(({ purpose }) => purpose === 'marketing')?.digest ?? ''
  const consent = { purpose: 'marketing', scopes: ['phone'], text, language: 'zh-CN', place: 'privacy-centre' }
  return { w, wang, shen, ask, consent }
}

test('giving and taking back are one call each, and the centre shows both at once', async () => {
  const { w, wang, ask, consent } = await house()
  const standing = async () =>
    (await ask('wang', 'GET /v1/me/privacy')).body.uses.find(({ id }) => id === 'marketing')?.standing
  expect(await standing()).toBe('not_asked')
  const given = await ask('wang', 'POST /v1/me/consents', consent)
  expect([given.status, given.body.state, await standing()]).toEqual([201, 'in_force', 'allowed'])
  const receipt = await ask('wang', `GET /v1/me/consents/${given.body.id}/receipt`)
  expect(receipt.body.digest).toBe(given.body.receipt)
  const back = await ask('wang', `DELETE /v1/me/consents/${given.body.id}`)
  expect([back.status, back.body.state, await standing()]).toEqual([200, 'withdrawn', 'withdrawn'])
  expect(await mayUse(w, { subject: wang, purpose: 'marketing', scope: 'phone' })).toBe(false)
})

test('what is another person’s is not found, and nothing of it changes', async () => {
  const { w, wang, ask, consent } = await house()
  const { body: given } = await ask('wang', 'POST /v1/me/consents', consent)
  const { body: asked } = await ask('wang', 'POST /v1/me/requests', { kind: 'access', words: '想看看' })
  for (const as of ['shen', 'shop'])
    for (const door of [
      `DELETE /v1/me/consents/${given.id}`,
      `GET /v1/me/consents/${given.id}/receipt`,
      `DELETE /v1/me/requests/${asked.id}`,
    ])
      expect([as, door, (await ask(as, door)).status]).toEqual([as, door, 404])
  expect((await ask('shen', 'GET /v1/me/consents')).body.items).toEqual([])
  expect((await ask('shen', 'GET /v1/me/requests')).body.items).toEqual([])
  expect(await mayUse(w, { subject: wang, purpose: 'marketing', scope: 'phone' })).toBe(true)
})

test('a merchant reads no consent, request, hold or rule, whatever it may', async () => {
  const { wang, ask, consent } = await house()
  const { body: given } = await ask('wang', 'POST /v1/me/consents', consent)
  const { body: asked } = await ask('wang', 'POST /v1/me/requests', { kind: 'delete', words: null })
  for (const door of ['/v1/consents', '/v1/privacy-requests', '/v1/legal-holds', '/v1/consent-recipients'])
    expect([door, (await ask('shop', `GET ${door}`)).body.items]).toEqual([door, []])
  for (const door of [
    `GET /v1/consents/${given.id}`,
    `GET /v1/privacy-requests/${asked.id}`,
    `POST /v1/privacy-requests/${asked.id}/take`,
    'GET /v1/retention',
    'POST /v1/retention/runs',
  ])
    expect([door, (await ask('shop', door, door.includes('/take') ? {} : undefined)).status]).toEqual([door, 404])
  const hold = { target: wang, reason: '想看看' }
  expect((await ask('shop', 'POST /v1/legal-holds', hold)).status).toBe(404)
  expect((await ask('auditor', 'POST /v1/legal-holds', hold)).status).toBe(404)
  expect((await ask('auditor', 'GET /v1/consents')).body.items).toHaveLength(1)
})

test('the desk takes, sees what a deletion would do, answers, and the person reads the answer', async () => {
  const { w, wang, ask } = await house()
  const { body: asked } = await ask('wang', 'POST /v1/me/requests', { kind: 'delete', words: '注销' })
  await ask('officer', `POST /v1/privacy-requests/${asked.id}/take`, {})
  const seen = await ask('officer', `GET /v1/privacy-requests/${asked.id}`)
  expect(seen.body.request).toMatchObject({ state: 'in_hand', handler: { id: 'officer' } })
  expect(seen.body.plan).not.toBeNull()
  const answer = { words: '已删除' }
  expect((await ask('officer', `POST /v1/privacy-requests/${asked.id}/answer`, answer)).body.state).toBe('answered')
  expect((await ask('wang', 'GET /v1/me/requests')).body.items[0]).toMatchObject({
    answer: '已删除',
    state: 'answered',
  })
  expect((await ask('officer', `POST /v1/privacy-requests/${asked.id}/answer`, answer)).status).toBe(409)
  expect(await mayUse(w, { subject: wang, purpose: 'payment', scope: 'orders' })).toBe(false)
})

test('the door refuses what is malformed and what cannot be switched off', async () => {
  const { ask, consent } = await house()
  expect((await ask('wang', 'POST /v1/me/consents', { ...consent, subject: 'con_x' })).status).toBe(400)
  expect((await ask('wang', 'PUT /v1/me/refusals/payment')).body.code).toBe('consent.needed')
  expect((await ask('wang', 'PUT /v1/me/refusals/security')).body.code).toBe('consent.needed')
  expect((await ask('wang', 'PUT /v1/me/refusals/recommendation')).status).toBe(200)
  expect((await ask('officer', 'GET /v1/me/privacy')).status).toBe(403)
})

test('a new text is published by the institution only, and the ledger says what must be asked anew', async () => {
  const { w, ask, consent } = await house()
  const { body: given } = await ask('wang', 'POST /v1/me/consents', consent)
  const words = { zh: '新的文本', en: 'A new text' }
  expect((await ask('shop', 'POST /v1/consent-purposes/marketing/texts', words)).status).toBe(404)
  w.pass(1)
  expect((await ask('officer', 'POST /v1/consent-purposes/marketing/texts', words)).status).toBe(202)
  await inside(w, (i) => publishText(i, 'marketing', words, i.now()))
  expect((await ask('officer', 'GET /v1/consents?state=outdated')).body.items.map(({ id }) => id)).toEqual([given.id])
  expect((await ask('wang', 'POST /v1/me/consents', consent)).body.code).toBe('consent.text_outdated')
})

test('a person takes her copy by asking for it, and the log keeps that it was given; looking at the address gives nothing', async () => {
  const { w, wang, ask } = await house()
  expect((await ask('wang', 'GET /v1/me/exports')).status).toBe(405)
  expect((await ask('shop', 'POST /v1/me/exports', {})).status).toBe(404)
  const copy = await ask('wang', 'POST /v1/me/exports', {})
  expect([copy.status, copy.body.subject]).toEqual([200, wang])
  const { rows } = await w.db.pool.query(`select object from world.record where act = 'privacy.deliver_export'`)
  expect(rows).toEqual([{ object: wang }])
  const { rows: kept } = await w.db.pool.query(`select count(*)::int as n from world.answer where route like '%xport%'`)
  expect(kept).toEqual([{ n: 0 }])
})
