import { expect, test } from 'vitest'
import { open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { partner, tea } from '../../test/settled.ts'
import { agreementLifeRoutes } from '../agreements/lifeRoutes.ts'
import { sampleTerms } from '../agreements/sample.ts'
import { stopPayments } from '../agreements/stop.ts'
import type { Trigger } from '../agreements/terms.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import { dayMs, hourMs, minuteMs } from '../base/time.ts'
import { partnerById } from '../partners/find.ts'
import { pay } from '../payments/pay.ts'
import { refund } from '../payments/refund.ts'
import { paymentById } from '../payments/store.ts'
import { attemptsOf } from '../payments/storeAttempt.ts'
import { reportFraud } from '../sca/fraud.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import { obligationRoutes } from './routes.ts'
import { watchClauses } from './watchClauses.ts'

const daily: Trigger = {
  id: 'daily-fraud',
  name: { zh: '单日盗用超标', en: 'Unauthorised payments of a day' },
  metric: 'unauthorised',
  subject: 'partner',
  amountOver: '12499',
  currency: 'CNY',
  ratioOverPpm: 100_000,
  window: 'day',
  windows: 2,
  action: 'suspend',
}

const with_ = (triggers: Trigger[]) => {
  const sample = sampleTerms()
  return { ...sample, clauses: { ...sample.clauses, monitoring: { triggers } } }
}

async function sell(t: Till, minor = 12_500n): Promise<string> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'test')
  t.scanAndPay((await attemptsOf(t.w, payment)).at(-1)?.code ?? '')
  await t.notices()
  await t.work()
  return payment
}
const fraud = (t: Till, payment: string, minor: bigint) =>
  reportFraud(t.w, null, { payment, currency: 'CNY', minor, because: 'not me' })

const who = (
  id: string,
  orgKind: Who['orgKind'],
  org: string,
  may = ['obligations.read', 'obligations.manage', 'agreements.read'],
): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'risk',
  permissions: new Set(may),
})
const known = [
  who('usr_risk', 'institution', 'institution'),
  { ...who('key_risk', 'institution', 'institution'), kind: 'key' as const },
  who('usr_alipay', 'partner', partner),
  who('usr_other', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz'),
]
type Reply = {
  code?: string
  gauges: object[]
  findings: { trigger: string; stop: string }[]
  stops: { id: string; standing: boolean }[]
  items: object[]
  id: string
  standing: boolean
}

let asked = 0
async function doors(t: Till) {
  const server = await open(t.w, [...obligationRoutes, ...agreementLifeRoutes], {
    authenticate: async (_, { authorization }) => known.find(({ id }) => authorization === `Bearer ${id}`) ?? null,
  })
  return async (path: string, as = 'usr_risk', body?: object): Promise<{ status: number; body: Reply }> => {
    const headers = {
      authorization: `Bearer ${as}`,
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': `k-${++asked}` } : {}),
    }
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers }
    const response = await fetch(`${server.url}${path}`, init)
    return { status: response.status, body: (await response.json()) as Reply }
  }
}

test('two days over both bounds suspend the wallet once, refunds run on, and people let it pass again', async () => {
  const t = await till({ at: '2026-07-10T02:00:00Z', terms: with_([daily]) })
  const first = await sell(t)
  await fraud(t, first, 12_500n)
  expect(await watchClauses(t.w)).toBe(0) // the day still runs
  t.w.pass(dayMs)
  const second = await sell(t)
  await fraud(t, second, 12_500n)
  t.w.pass(20 * hourMs)
  expect(await Promise.all([watchClauses(t.w), watchClauses(t.w), watchClauses(t.w)])).toHaveLength(3)
  const ask = await doors(t)
  const found = (await ask(`/v1/monitoring?partner=${partner}`)).body
  expect(found.findings).toMatchObject([
    { trigger: 'daily-fraud', action: 'suspend', merchant: null, readings: [{ part: '12500' }, { part: '12500' }] },
  ])
  expect(found.stops).toMatchObject([{ id: found.findings[0]?.stop, kind: 'suspend', standing: true }])
  expect((await partnerById(t.w, partner))?.stage).toBe('suspended')
  await expect(sell(t)).rejects.toMatchObject({ code: 'agreements.stopped' })
  await refund(t.w, first as Id<'pay'>, { amount: money('CNY', 12_500n), reason: '退款照常' }, 'test')
  expect((await paymentById(t.w, first))?.state).toBe('refunded')
  const { rows } = await t.w.db.pool.query(`select facts from world.record where act = 'obligations.found'`)
  expect(rows).toHaveLength(1)
  // A person asks, another has to look; a machine with the permission is not under the policy for people.
  const lift = { stop: found.stops[0]?.id, because: '已与支付宝核实并整改' }
  const { agreement } = t.terms
  expect(await ask(`/v1/agreements/${agreement}/resume`, 'usr_risk', lift)).toMatchObject({
    status: 202,
    body: { standing: true },
  })
  await expect(sell(t)).rejects.toMatchObject({ code: 'agreements.stopped' })
  expect(await ask(`/v1/agreements/${agreement}/resume`, 'key_risk', lift)).toMatchObject({
    status: 200,
    body: { standing: false },
  })
  expect((await partnerById(t.w, partner))?.stage).toBe('live')
  expect((await paymentById(t.w, await sell(t)))?.state).toBe('captured')
  expect(await watchClauses(t.w)).toBe(0) // what was acted on does not count again
  expect(
    (await ask(`/v1/agreements/${agreement}/resume`, 'key_risk', { ...lift, because: '再来一次' })).body.code,
  ).toBe('agreements.stop_over')
})

test('a sum of exactly the bound, or one day only, stops nobody', async () => {
  const t = await till({ at: '2026-07-10T02:00:00Z', terms: with_([{ ...daily, amountOver: '12500' }]) })
  for (let day = 0; day < 2; day++) {
    await fraud(t, await sell(t), 12_500n)
    t.w.pass(dayMs)
  }
  expect(await watchClauses(t.w)).toBe(0)
  expect((await paymentById(t.w, await sell(t)))?.state).toBe('captured')
})

test('a limit of one merchant stops that merchant until the window ends, and a warning stops nobody', async () => {
  const of = (action: Trigger['action']): Trigger => ({ ...daily, id: action, action, subject: 'merchant', windows: 1 })
  const t = await till({ at: '2026-07-10T02:00:00Z', terms: with_([of('warn'), of('limit')]) })
  await fraud(t, await sell(t), 12_500n)
  t.w.pass(dayMs)
  expect(await watchClauses(t.w)).toBe(2)
  await expect(sell(t)).rejects.toMatchObject({ code: 'agreements.stopped' })
  expect((await partnerById(t.w, partner))?.stage).toBe('live')
  t.w.pass(dayMs)
  expect((await paymentById(t.w, await sell(t)))?.state).toBe('captured')
  const ask = await doors(t)
  expect((await ask(`/v1/monitoring?partner=${partner}`)).body.findings).toHaveLength(2)
  // Single merchants are not the partner's to see; another partner does not learn that there is one.
  expect((await ask(`/v1/monitoring?partner=${partner}`, 'usr_alipay')).body).toMatchObject({
    gauges: [],
    findings: [],
    stops: [],
  })
  expect((await ask(`/v1/monitoring?partner=${partner}`, 'usr_other')).status).toBe(404)
})

test('unanswered calls are counted by the minute, repeats once, and disputes are said to be not measured', async () => {
  const errors: Trigger = {
    ...daily,
    id: 'down',
    metric: 'errors',
    amountOver: null,
    ratioOverPpm: 50_000,
    window: 'minute',
    windows: 2,
    action: 'warn',
  }
  const t = await till({
    at: '2026-07-10T02:00:00Z',
    terms: with_([errors, { ...daily, id: 'disputed', metric: 'disputes' }]),
  })
  for (let minute = 0; minute < 2; minute++) {
    t.alipay.levers.pull({ kind: 'drop_response', method: 'alipay.trade.precreate', times: 1 })
    await pay(t.w, t.order(), null, 'test')
    t.w.pass(minuteMs)
  }
  const ask = await doors(t)
  const body = (await ask(`/v1/monitoring?partner=${partner}`)).body
  expect(body).toMatchObject({
    gauges: [{ trigger: 'down', streak: 2, last: { part: '1', whole: '1' } }],
    unmeasured: [{ trigger: 'disputed' }],
  })
  expect(await watchClauses(t.w)).toBe(1)
})

test('a person stops one merchant at once, and no partner can', async () => {
  const t = await till({ terms: with_([]) })
  const ask = await doors(t)
  const path = `/v1/agreements/${t.terms.agreement}/stop`
  const wish = { merchant: tea, because: '商户资料核查中' }
  expect(await ask(path, 'usr_other', wish)).toMatchObject({ status: 404 })
  expect(await ask(path, 'usr_risk', { ...wish, merchant: 'mer_01jz0y2m3n4p5q6r7s8t9v0zzz' })).toMatchObject({
    body: { code: 'obligations.unknown_merchant' },
  })
  t.w.pass(1)
  expect(await ask(path, 'usr_risk', wish)).toMatchObject({
    status: 201,
    body: { standing: true, merchant: { id: tea } },
  })
  await expect(sell(t)).rejects.toMatchObject({
    code: 'agreements.stopped',
    en: expect.stringContaining('商户资料核查中'),
  })
  await expect(transaction(t.w, ({ tx }) => tx.query(`update agreements.stop set because = '{}'`))).rejects.toThrow(
    /only ever lifted/,
  )
  const again = await transaction(t.w, (i) =>
    stopPayments(i, {
      partner,
      merchant: tea,
      kind: 'suspend',
      because: { zh: '再次', en: 'again' },
      source: 'test',
      until: null,
    }),
  )
  expect((await ask(`/v1/monitoring?partner=${partner}`)).body.stops).toMatchObject([{ id: again }])
})

test('the time-line answers as it was known, and to nobody else', async () => {
  const t = await till({ terms: with_([]) })
  const ask = await doors(t)
  const path = `/v1/agreements/${t.terms.agreement}/timeline`
  expect((await ask(path)).body.items).toMatchObject([{ version: 1, until: null }])
  expect((await ask(path, 'usr_other')).status).toBe(404)
})
