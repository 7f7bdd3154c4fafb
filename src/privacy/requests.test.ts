import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TestWorld, testWorld } from '../../test/house.ts'
import { type Day, startOfDay } from '../base/time.ts'
import { openCatalogue } from '../consent/catalogue.ts'
import { textsInForce } from '../consent/find.ts'
import { giveConsent } from '../consent/giveConsent.ts'
import { mayUse } from '../consent/mayUse.ts'
import { addMethod } from '../vault/addMethod.ts'
import { savedMethods } from '../vault/find.ts'
import { runDueJobs } from '../world/jobs.ts'
import { planDeletion } from './deletion.ts'
import { exportOf } from './export.ts'
import { answerRequest, cancelRequest, extendRequest, refuseRequest, takeRequest } from './handleRequest.ts'
import { setHold } from './hold.ts'
import { privacyJobs } from './jobs.ts'
import { openRequest } from './openRequest.ts'
import { dueAt, requestMoves, requestStates } from './request.ts'
import { requestById } from './store.ts'
import { inside, person } from './testPerson.ts'
import { openWords } from './words.ts'

const at = (day: string, minutes = 0): number => startOfDay(day as Day, 'Asia/Shanghai', minutes)
const how = { place: 'privacy-centre', language: 'zh-CN', session: 'ses_1', proof: null, ip: '203.0.113.7' }

test.each([
  ['cn', false, '2026-07-01', '2026-07-17'],
  ['cn', false, '2026-12-20', '2027-01-05'],
  ['eu', false, '2026-01-31', '2026-03-01'],
  ['eu', true, '2026-07-01', '2026-10-02'],
] as const)('the %s clock (extended: %s) that starts on %s is late from %s', (clock, extended, opened, late) => {
  for (const minutes of [0, 1_439]) expect(dueAt(at(opened, minutes), clock, extended)).toBe(at(late))
})

async function desk() {
  const w = await testWorld({ at: '2026-07-01T02:00:00Z' })
  const [wang, shen] = [await person(w, '1'), await person(w, '2')]
  await inside(w, openCatalogue)
  const ask = (kind: 'access' | 'delete' | 'correct', words: string | null = null, subject = wang) =>
    inside(w, (i) => openRequest(i, { subject, kind, words }))
  return { w, wang, shen, ask }
}

test('a request is late on the moment after its last day, once, and not when it was answered', async () => {
  const { w, ask } = await desk()
  const { id } = await ask('access')
  const { id: answered } = await ask('correct', '手机号已换')
  await inside(w, (i) => answerRequest(i, answered, 'usr_1', '已更正'))
  w.pass(dueAt(w.now(), 'cn', false) - w.now() - 1)
  await runDueJobs(w, privacyJobs, [])
  expect((await requestById(w, id))?.overdueAt).toBeNull()
  w.pass(1)
  await runDueJobs(w, privacyJobs, [])
  await runDueJobs(w, privacyJobs, [])
  expect((await requestById(w, id))?.overdueAt).toBe(w.now())
  const { rows } = await w.db.pool.query(
    `select data ->> 'request' as request from world.outbox where name = 'request.overdue'`,
  )
  expect(rows).toEqual([{ request: id }])
})

test('one request of a kind is open at a time, however many are asked at once', async () => {
  const { w, wang, ask } = await desk()
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => ask('access')))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const [open] = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
  await inside(w, (i) => cancelRequest(i, open ?? '', wang))
  await ask('access')
})

test('nobody cancels another’s request, and a closed one is closed', async () => {
  const { w, wang, shen, ask } = await desk()
  const { id } = await ask('access')
  await expect(inside(w, (i) => cancelRequest(i, id, shen))).rejects.toMatchObject({ code: 'privacy.no_such_request' })
  await inside(w, (i) => takeRequest(i, id, 'usr_1'))
  await inside(w, (i) => refuseRequest(i, id, 'usr_1', '无法核实身份'))
  for (const again of [
    () => inside(w, (i) => answerRequest(i, id, 'usr_1', '好')),
    () => inside(w, (i) => takeRequest(i, id, 'usr_1')),
    () => inside(w, (i) => cancelRequest(i, id, wang)),
  ])
    await expect(again()).rejects.toMatchObject({ code: 'privacy.not_allowed' })
})

test('the table of states in the database is ours', async () => {
  const { w } = await desk()
  const closedOf = (state: string): number | null => (['received', 'in_hand'].includes(state) ? null : 1)
  let place = 0
  for (const from of requestStates)
    for (const to of requestStates.filter((state) => state !== from)) {
      const id = `prq_${++place}`
      await w.db.pool.query(
        `insert into privacy.request (id, subject, kind, clock, state, opened_at_ms, due_at_ms, closed_at_ms)
         values ($1, 'con_1', 'access', 'cn', $2, 0, 0, $3)`,
        [id, from, closedOf(from)],
      )
      const passed = await w.db.pool
        .query('update privacy.request set state = $2, closed_at_ms = $3 where id = $1', [id, to, closedOf(to)])
        .then(
          () => true,
          () => false,
        )
      expect([from, to, passed]).toEqual([from, to, Object.values(requestMoves[from]).includes(to)])
    }
})

test('only the law of Europe lets a clock be extended, and once', async () => {
  const { w, wang, ask } = await desk()
  const { id } = await ask('access')
  await expect(inside(w, (i) => extendRequest(i, id, '资料多'))).rejects.toMatchObject({
    code: 'privacy.not_extendable',
  })
  const european = await inside(w, (i) => openRequest(i, { subject: wang, kind: 'export', words: null, clock: 'eu' }))
  const longer = await inside(w, (i) => extendRequest(i, european.id, '资料多'))
  expect(longer.dueAt).toBe(at('2026-10-02'))
  await expect(inside(w, (i) => extendRequest(i, european.id, '资料多'))).rejects.toMatchObject({
    code: 'privacy.not_extendable',
  })
})

async function fill(w: TestWorld, subject: string, mark: string, card: string): Promise<void> {
  const text = (await textsInForce(w, w.now())).find(({ purpose }) => purpose === 'marketing')?.digest ?? ''
  const consent = { subject, by: subject, purpose: 'marketing', scopes: ['phone'], recipient: null, text }
  await inside(w, (i) => giveConsent(i, { ...consent, form: 'tap', how }))
  await inside(w, (i) => openRequest(i, { subject, kind: 'correct', words: `${mark} 的更正` }))
  await addMethod(
    w,
    { tenant: 'institution', holder: subject },
    { kind: 'debit_card', number: card, expires: '2029-12', issuer: '', label: mark },
  )
}

test('a deletion erases what no law keeps, says what stays and why, and stops every other use', async () => {
  const { w, wang, shen, ask } = await desk()
  await fill(w, wang, '王敏', '6222021234567894')
  await fill(w, shen, '沈知行', '4111111111111111')
  const { id } = await ask('delete')
  const done = await inside(w, (i) => answerRequest(i, id, 'usr_1', '已删除，依法保留的部分见清单'))
  const items = (done.outcome?.items ?? []).map(({ rule, does, law }) => [rule, does, law === null])
  expect(items).toEqual([
    ['methods', 'erase', true],
    ['habits', 'erase', true],
    ['marketing', 'erase', true],
    ['identity', 'keep', false],
    ['consents', 'keep', false],
    ['requests', 'keep', false],
  ])
  expect(done.outcome?.items.find(({ rule }) => rule === 'identity')?.until).toBe(at('2036-07-02'))
  expect(await savedMethods(w, wang)).toEqual([])
  expect(await savedMethods(w, shen)).toHaveLength(1)
  const use = { purpose: 'marketing', scope: 'phone' }
  expect([await mayUse(w, { ...use, subject: wang }), await mayUse(w, { ...use, subject: shen })]).toEqual([
    false,
    true,
  ])
  expect(await mayUse(w, { subject: wang, purpose: 'payment', scope: 'orders' })).toBe(false)
  expect(await mayUse(w, { subject: wang, purpose: 'identity_check', scope: 'identity' })).toBe(true)
  const { rows } = await w.db.pool.query('select id, phone_hash = id as "isFree" from identity.consumer order by id')
  expect(rows).toEqual([
    { id: wang, isFree: true },
    { id: shen, isFree: false },
  ])
})

test('what is held is not erased on request either, and nothing of the deletion happens', async () => {
  const { w, wang, ask } = await desk()
  await fill(w, wang, '王敏', '6222021234567894')
  await inside(w, (i) => setHold(i, wang, '法院保全', 'usr_1'))
  const { id } = await ask('delete')
  await expect(inside(w, (i) => answerRequest(i, id, 'usr_1', '好'))).rejects.toMatchObject({ code: 'privacy.held' })
  expect([(await savedMethods(w, wang)).length, (await requestById(w, id))?.state]).toEqual([1, 'received'])
  const told = JSON.stringify([await planDeletion(w, wang), await exportOf(w, wang)])
  expect(told).not.toContain('法院保全')
})

test('the words of a request are sealed, and the person reads them in the export', async () => {
  const { w, ask, wang } = await desk()
  const request = await ask('correct', '我的手机号是 13800001234')
  const { rows } = await w.db.pool.query('select row_to_json(r)::text as r from privacy.request r')
  expect(JSON.stringify(rows)).not.toContain('13800001234')
  expect(await openWords(w, request, 'words', request.words)).toContain('13800001234')
  expect(JSON.stringify(await exportOf(w, wang))).toContain('13800001234')
})

test('an export never holds a word of another person, and no number in clear (property)', async () => {
  const { w, wang, shen } = await desk()
  await fill(w, wang, 'mark-of-wang', '6222021234567894')
  await fill(w, shen, 'mark-of-shen', '4111111111111111')
  const kinds = ['access', 'delete', 'object', 'explain'] as const
  let turn = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.boolean(),
      fc.stringMatching(/^[a-z]{8,20}$/),
      async (kind, isWang, said) => {
        const [own, other] = isWang ? [wang, shen] : [shen, wang]
        const words = `said-${++turn}-${said}`
        await inside(w, (i) => openRequest(i, { subject: own, kind, words })).catch(() => undefined)
        const theirs = JSON.stringify(await exportOf(w, other))
        expect(theirs).not.toContain(words)
        expect(theirs).not.toContain(own)
        expect(theirs).not.toContain(isWang ? 'mark-of-wang' : 'mark-of-shen')
        expect(theirs).not.toMatch(/6222021234567894|4111111111111111/)
      },
    ),
    { numRuns: 12, seed: 17 },
  )
  expect(JSON.stringify(await exportOf(w, wang))).toContain('mark-of-wang')
})
