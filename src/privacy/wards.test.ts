import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { testWorld } from '../../test/house.ts'
import { dayMs } from '../base/time.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { textsInForce } from '../consent/find.ts'
import { mayUse } from '../consent/mayUse.ts'
import { consumerOfPhone } from '../identity/consumerSignIn.ts'
import { identityKeepers } from '../identity/identityKeepers.ts'
import { vaultJobs } from '../vault/jobs.ts'
import type { Keepers } from '../vault/keepers.ts'
import { askRotation } from '../vault/rotate.ts'
import { shred } from '../vault/shred.ts'
import { ownKeepers } from '../vault/vaultKeepers.ts'
import { runDueJobs } from '../world/jobs.ts'
import { noAssurance, type Who } from '../world/route.ts'
import { deskRoutes } from './deskRoutes.ts'
import { eraseTonight } from './night.ts'
import { ownPrivacyRoutes } from './ownRoutes.ts'
import { privacyKeepers } from './privacyKeepers.ts'
import { inside } from './testPerson.ts'
import { wardMoves, wardStates } from './wardRegistration.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: string[]): Who => ({
  kind: 'user',
  id,
  name: id,
  org,
  orgKind,
  role: orgKind,
  permissions: new Set(permissions),
  session: `ses_${id}`,
  assurance: noAssurance,
})
const desk = ['requests.read', 'requests.handle']
const keepers: Keepers = {
  hashes: [...ownKeepers.hashes, ...identityKeepers.hashes, ...privacyKeepers.hashes],
  seals: [...ownKeepers.seals, ...identityKeepers.seals, ...privacyKeepers.seals],
}
const child = {
  name: '林小满',
  born: '2015-09-01',
  phone: '13700137001',
  relation: 'parent',
  evidence: '出生医学证明 Q330106208',
}

// What these tests look at; each answer has some of it.
type Reply = {
  id: string
  code: string
  state: string
  name: string | null
  ward: string | null
  reason: string | null
  born: string | null
  phone: string | null
  isOver: boolean
  subject: string
  may: string[]
  items: Reply[]
  uses: { id: string; standing: string; consent: string | null }[]
}

async function house() {
  const w = await testWorld()
  await inside(w, openCatalogue)
  const consumer = async (phone: string) => (await inside(w, (i) => consumerOfPhone(i, phone))).id
  const [lin, zhou] = [await consumer('13800138011'), await consumer('13800138012')]
  const callers = [
    who('lin', 'consumer', lin, 'own.privacy'),
    who('zhou', 'consumer', zhou, 'own.privacy'),
    who('officer', 'institution', 'institution', ...desk),
    who('auditor', 'auditor', 'auditor', ...desk),
    who('shop', 'merchant', 'mer_1', 'own.privacy', ...desk),
  ]
  const known: Who[] = [...callers]
  const { url } = await open(w, [...ownPrivacyRoutes, ...deskRoutes], {
    authenticate: (world, asked) => knowing(...known)(world, asked),
  })
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
  const enter = (id: string, con: string): void => void known.push(who(id, 'consumer', con, 'own.privacy'))
  return { w, lin, zhou, ask, consent, enter }
}

test('nothing is given for a child until the institution has confirmed its guardian; then she sees, gives and takes back', async () => {
  const { w, ask, consent, enter } = await house()
  const asked = await ask('lin', 'POST /v1/me/wards', child)
  expect(asked).toMatchObject({ status: 201, body: { state: 'waiting', name: '林小满', ward: null, may: ['cancel'] } })
  const early = (await inside(w, (i) => consumerOfPhone(i, child.phone))).id
  expect((await ask('lin', 'POST /v1/me/consents', { ...consent, ward: early })).body.code).toBe('consent.not_guardian')
  expect((await ask('lin', `GET /v1/me/privacy?ward=${early}`)).status).toBe(404)

  const [waiting] = (await ask('officer', 'GET /v1/ward-registrations?state=waiting')).body.items
  expect(waiting).toMatchObject({
    name: '林小满',
    born: '2015-09-01',
    phone: '137****7001',
    may: ['confirm', 'refuse'],
  })
  const done = await ask('officer', `POST /v1/ward-registrations/${asked.body.id}/confirm`, {})
  expect(done).toMatchObject({
    status: 200,
    body: { state: 'confirmed', ward: early, born: null, phone: null, may: [] },
  })

  const standing = async (as: string, ward: string) =>
    (await ask(as, `GET /v1/me/privacy${ward}`)).body.uses.find(({ id }) => id === 'marketing')?.standing
  const given = await ask('lin', 'POST /v1/me/consents', { ...consent, ward: early })
  expect([given.status, await standing('lin', `?ward=${early}`)]).toEqual([201, 'allowed'])
  expect(await mayUse(w, { subject: early, purpose: 'marketing', scope: 'phone' })).toBe(true)
  expect((await ask('lin', `GET /v1/me/consents?ward=${early}`)).body.items).toHaveLength(1)
  expect((await ask('lin', 'GET /v1/me/consents')).body.items).toEqual([])
  enter('child', early)
  expect((await ask('child', 'POST /v1/me/consents', consent)).body.code).toBe('consent.guardian_needed')
  expect((await ask('lin', `DELETE /v1/me/consents/${given.body.id}`)).body.state).toBe('withdrawn')
  expect(await mayUse(w, { subject: early, purpose: 'marketing', scope: 'phone' })).toBe(false)
})

test('the day after the 14th birthday the guardian finds nothing any more, and the child gives her own consent', async () => {
  const { w, ask, consent, enter } = await house()
  const soon = { ...child, born: '2012-07-02' }
  const asked = await ask('lin', 'POST /v1/me/wards', soon)
  const { ward } = (await ask('officer', `POST /v1/ward-registrations/${asked.body.id}/confirm`, {})).body
  await ask('lin', 'POST /v1/me/consents', { ...consent, ward })
  w.pass(dayMs)
  expect((await ask('lin', `GET /v1/me/privacy?ward=${ward}`)).status).toBe(200)
  w.pass(dayMs)
  expect((await ask('lin', `GET /v1/me/privacy?ward=${ward}`)).status).toBe(404)
  expect((await ask('lin', 'GET /v1/me/wards')).body.items[0]?.isOver).toBe(true)
  expect(await mayUse(w, { subject: ward ?? '', purpose: 'marketing', scope: 'phone' })).toBe(false)
  enter('child', ward ?? '')
  expect((await ask('child', 'POST /v1/me/consents', consent)).status).toBe(201)
  expect(await mayUse(w, { subject: ward ?? '', purpose: 'marketing', scope: 'phone' })).toBe(true)
})

test('a registration that is refused says why, and is decided once, and goes after half a year', async () => {
  const { w, ask } = await house()
  const { id } = (await ask('lin', 'POST /v1/me/wards', child)).body
  const reason = '户口簿上没有这位监护人，请补充材料'
  expect((await ask('officer', `POST /v1/ward-registrations/${id}/refuse`, { reason })).body.state).toBe('refused')
  expect((await ask('lin', 'GET /v1/me/wards')).body.items[0]).toMatchObject({ reason, ward: null, name: '林小满' })
  for (const again of [`POST /v1/ward-registrations/${id}/confirm`, `POST /v1/ward-registrations/${id}/refuse`])
    expect((await ask('officer', again, again.endsWith('refuse') ? { reason } : {})).body.code).toBe(
      'privacy.ward_decided',
    )
  const next = await ask('lin', 'POST /v1/me/wards', child)
  expect((await ask('lin', `DELETE /v1/me/wards/${next.body.id}`)).body.state).toBe('cancelled')
  await ask('lin', 'POST /v1/me/wards', child)
  w.pass(185 * dayMs)
  expect((await eraseTonight(w)).erased['guardians']).toBe(2)
  expect((await ask('lin', 'GET /v1/me/wards')).body.items.map(({ state }) => state)).toEqual(['waiting'])
})

test('who is 14, not born yet, oneself or asked for already is refused', async () => {
  const { ask } = await house()
  for (const [change, code] of [
    [{ born: '2012-06-30' }, 'privacy.ward_grown'],
    [{ born: '2026-07-02' }, 'privacy.ward_unborn'],
    [{ phone: '138 0013 8011' }, 'privacy.ward_self'],
    [{ phone: 'mother' }, 'world.input_invalid'],
    [{ name: '卡 4111111111111111' }, 'world.input_invalid'],
  ] as const) {
    const phone = { ...child, ...change }
    const { body } = await ask('lin', 'POST /v1/me/wards', phone)
    expect([
      change,
      body.code === code || (code === 'world.input_invalid' && body.code === 'vault.value_invalid'),
    ]).toEqual([change, true])
  }
  await ask('lin', 'POST /v1/me/wards', child)
  expect((await ask('lin', 'POST /v1/me/wards', { ...child, name: '小满' })).body.code).toBe('privacy.ward_twice')
})

test('a child has one guardian, and a child answers for nobody', async () => {
  const { ask, enter } = await house()
  const first = await ask('lin', 'POST /v1/me/wards', child)
  const second = await ask('zhou', 'POST /v1/me/wards', child)
  const { ward } = (await ask('officer', `POST /v1/ward-registrations/${first.body.id}/confirm`, {})).body
  const taken = await ask('officer', `POST /v1/ward-registrations/${second.body.id}/confirm`, {})
  expect(taken).toMatchObject({ status: 409, body: { code: 'privacy.ward_taken' } })
  enter('child', ward ?? '')
  const { body } = await ask('child', 'POST /v1/me/wards', { ...child, phone: '13700137002' })
  expect(body.code).toBe('consent.guardian_needed')
})

test('another guardian, a merchant and an auditor see and decide nothing', async () => {
  const { ask } = await house()
  const { id } = (await ask('lin', 'POST /v1/me/wards', child)).body
  expect((await ask('zhou', 'GET /v1/me/wards')).body.items).toEqual([])
  expect((await ask('zhou', `DELETE /v1/me/wards/${id}`)).status).toBe(404)
  for (const as of ['shop', 'auditor']) {
    expect((await ask(as, 'GET /v1/ward-registrations')).body.items).toEqual([])
    expect((await ask(as, `POST /v1/ward-registrations/${id}/confirm`, {})).status).toBe(404)
    expect((await ask(as, `POST /v1/ward-registrations/${id}/refuse`, { reason: '无' })).status).toBe(404)
  }
})

test('name, birthday, phone and evidence of a child stand in no row and no record, and go with its key', async () => {
  const { w, ask } = await house()
  const { id } = (await ask('lin', 'POST /v1/me/wards', child)).body
  const { ward } = (await ask('officer', `POST /v1/ward-registrations/${id}/confirm`, {})).body
  const { rows } = await w.db.pool.query(
    `select row_to_json(r)::text as row from privacy.ward_registration r
     union all select row_to_json(r)::text from world.record r union all select row_to_json(a)::text from world.answer a`,
  )
  const told = JSON.stringify(rows)
  for (const secret of [child.name, child.born, child.phone, child.evidence]) expect(told).not.toContain(secret)
  await inside(w, (i) => shred(i, ward ?? ''))
  expect((await ask('lin', 'GET /v1/me/wards')).body.items[0]?.name).toBeNull()
})

test('what was told of a child reads on after the keys were rotated and the retired ones destroyed, and is not asked twice', async () => {
  const { w, ask } = await house()
  const first = await ask('lin', 'POST /v1/me/wards', child)
  const second = await ask('lin', 'POST /v1/me/wards', { ...child, name: '林小禾', phone: '13700137002' })
  await ask('officer', `POST /v1/ward-registrations/${first.body.id}/confirm`, {})
  const reason = '材料不清晰'
  const third = await ask('lin', 'POST /v1/me/wards', { ...child, name: '林小苗', phone: '13700137003' })
  await ask('officer', `POST /v1/ward-registrations/${third.body.id}/refuse`, { reason })
  await askRotation(w, 'data')
  for (let turn = 0; turn < 3; turn++) {
    for (const job of vaultJobs(keepers)) await job.run(w, {})
    await runDueJobs(w, vaultJobs(keepers), [])
    w.pass(31 * dayMs)
  }
  const seen = (await ask('lin', 'GET /v1/me/wards')).body.items.map(({ name, reason: why }) => [name, why])
  expect(seen).toEqual([
    ['林小苗', reason],
    ['林小禾', null],
    ['林小满', null],
  ])
  const { rows } = await w.db.pool.query(
    `select count(*)::int as kept from vault.data_key where purpose = 'privacy.ward' and state = 'retired'`,
  )
  expect(rows).toEqual([{ kept: 0 }])
  expect((await ask('lin', 'POST /v1/me/wards', { ...child, phone: '13700137002' })).body.code).toBe(
    'privacy.ward_twice',
  )
  expect(second.status).toBe(201)
})

test('the table of states in the database is ours', async () => {
  const { w } = await house()
  let place = 0
  for (const from of wardStates)
    for (const to of wardStates.filter((state) => state !== from)) {
      const id = `wrd_${++place}`
      const rest = (state: string) => [
        state === 'waiting' ? id : null,
        state === 'confirmed' ? 'con_1' : null,
        state === 'waiting' ? null : 1,
      ]
      await w.db.pool.query(
        `insert into privacy.ward_registration (id, guardian, relation, state, sealed, phone_hash, ward, last_day, opened_at_ms, decided_at_ms)
         values ($1, 'con_1', 'parent', $2, '', $3, $4, case when $4::text is null then null else '2029-01-01'::date end, 0, $5)`,
        [id, from, ...rest(from)],
      )
      const passed = await w.db.pool
        .query(
          `update privacy.ward_registration set state = $2, phone_hash = $3, ward = $4,
             last_day = case when $4::text is null then null else '2029-01-01'::date end, decided_at_ms = $5 where id = $1`,
          [id, to, ...rest(to)],
        )
        .then(
          () => true,
          () => false,
        )
      expect([from, to, passed]).toEqual([from, to, Object.values(wardMoves[from]).includes(to)])
    }
})
