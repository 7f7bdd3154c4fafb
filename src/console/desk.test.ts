import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { partner, tea } from '../../test/settled.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import type { Permission } from '../identity/role.ts'
import { attemptsOf } from '../payments/find.ts'
import { pay } from '../payments/pay.ts'
import { refund } from '../payments/refund.ts'
import { runDay } from '../reconciliation/runDay.ts'
import { closeDay } from '../settlement/closeDay.ts'
import type { Who } from '../world/route.ts'
import { consoleRoutes } from './routes.ts'

const who = (id: string, orgKind: Who['orgKind'], org: string, ...permissions: Permission[]): Who => ({
  kind: 'user',
  session: null,
  assurance: { methods: [], factors: 0, at: 0 },
  id,
  name: id,
  org,
  orgKind,
  role: 'finance',
  permissions: new Set(permissions),
}) // prettier: one caller
const finance = who('finance', 'institution', 'institution', 'ledger.read', 'partners.read', 'payments.read')
const shop = who('shop', 'merchant', tea, 'payments.read', 'payments.create')
const stranger = who('stranger', 'partner', 'par_01jz0y2m3n4p5q6r7s8t9v0zzz', 'partners.read')

interface Json {
  [member: string]: Json
}
type Reply = { status: number; json: Json }

const text = (json: Json | undefined): string => json as unknown as string
const list = (json: Json | undefined): Json[] => json as unknown as Json[]

async function desk(t: Till): Promise<(by: Who, path: string) => Promise<Reply>> {
  const { url } = await open(t.w, consoleRoutes, { authenticate: knowing(finance, shop, stranger) })
  return async (by, path) => {
    const reply = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${by.id}` } })
    return { status: reply.status, json: (await reply.json()) as Json }
  }
}

async function sell(t: Till, minor: bigint): Promise<Id<'pay'>> {
  const { payment } = await pay(t.w, t.order({ minor }), null, 'till')
  t.scanAndPay((await attemptsOf(t.w, payment)).at(-1)?.code ?? '')
  await t.notices()
  await t.wait(minuteMs)
  return payment
}

const cny = (minor: number) => ({ currency: 'CNY', minor: String(minor) })

test('the workbench counts today against yesterday until now, by the hour and the day, and shows what waits for somebody', async () => {
  const t = await till({ at: '2026-07-01T04:00:00Z' })
  await sell(t, 10_000n)
  t.w.pass(6 * hourMs)
  await sell(t, 70_000n)
  t.w.pass(20 * hourMs) // 14:02 of the 2nd in Shanghai: the sale of 12:00 lies before "now" of yesterday, that of 18:00 does not
  const sold = await sell(t, 12_500n)
  await refund(t.w, sold, { amount: money('CNY', 2_500n), reason: '少上一壶' }, 'Wang Min')
  await pay(t.w, t.order({ minor: 5_000n }), null, 'till')
  await closeDay(t.w, null, { partner, wallet: 'alipay', day: '2026-07-01' })
  await runDay(t.w, null, { wallet: 'alipay', day: '2026-07-01' })
  const { status, json } = await (await desk(t))(finance, '/v1/workbench')
  expect(status).toBe(200)
  expect(json).toMatchObject({
    day: '2026-07-02',
    volume: { today: cny(12_500), yesterdayUntilNow: cny(10_000), count: 1, successPpm: 1_000_000 },
    unknown: { count: 0, oldestAt: null, payments: [] },
    proof: { passed: true },
    wallets: [{ wallet: { id: 'alipay' }, count: 1, volume: cny(12_500) }],
    settlementsDue: [{ day: '2026-07-01', state: 'closed' }],
    // The simulator charges 0.6 % where the clause says 0.25 %, on both of yesterday's sales.
    differences: {
      count: 2,
      amount: cny(60 + 420 - 25 - 175),
      reconciliations: [{ day: '2026-07-01', differences: 2 }],
    },
  })
  expect(json['hours']).toHaveLength(24)
  expect(json['hours']?.[12]).toEqual({ hour: 12, today: '0', yesterday: '10000' })
  expect(json['hours']?.[14]).toMatchObject({ today: '12500' })
  expect(json['hours']?.[15]).toMatchObject({ today: null })
  expect(json['days']).toHaveLength(30)
  expect(list(json['days']).slice(-2)).toMatchObject([
    { day: '2026-07-01', volume: cny(80_000), count: 2, refunded: cny(0) },
    { day: '2026-07-02', volume: cny(12_500), count: 1, refunded: cny(2_500) },
  ])
  const states = json['states'] as unknown as { state: string; count: number }[]
  expect(Object.fromEntries(states.filter(({ count }) => count > 0).map(({ state, count }) => [state, count]))).toEqual(
    { partly_refunded: 1, needs_action: 1 },
  )
  expect(states).toHaveLength(10)
})

test('a payment whose answer was lost stands on the workbench until it is known', async () => {
  const t = await till()
  t.w.network(async () => {
    throw new TypeError('the line is dead')
  })
  const { payment } = await pay(t.w, t.order({ minor: 4_200n }), null, 'till')
  const { json } = await (await desk(t))(finance, '/v1/workbench')
  expect(json['unknown']).toMatchObject({ count: 1, amount: cny(4_200), payments: [{ id: payment, state: 'unknown' }] })
})

test('a partner shows its gates, its agreement in force and how its wallet answers, by id or by wallet; strangers are told nothing', async () => {
  const t = await till()
  await sell(t, 10_000n)
  const ask = await desk(t)
  const all = await ask(finance, '/v1/partners')
  expect(all.json['items']).toMatchObject([
    { id: partner, stage: 'live', next: null, volume30Days: cny(10_000), agreement: { version: 1 }, scoreTenths: 880 },
  ])
  const one = (await ask(finance, '/v1/partners/alipay')).json
  expect(one).toEqual((await ask(finance, `/v1/partners/${partner}`)).json)
  expect(one).toMatchObject({
    scores: [],
    licence: null,
    technical: { signature: 'RSA2 (SHA256withRSA)' },
    agreements: [{ state: 'in-force' }],
  })
  expect(one['health']).toMatchObject({ unknown: 0, successPpm: 1_000_000 })
  expect(Number(one['health']?.['calls'])).toBeGreaterThan(0)
  expect((await ask(finance, '/v1/partners?stage=ended')).json['items']).toEqual([])
  expect((await ask(stranger, '/v1/partners')).json['items']).toEqual([])
  expect((await ask(stranger, `/v1/partners/${partner}`)).status).toBe(404)
})

test('the trial balance balances over all its pages, now and at any earlier moment, and holds no meters', async () => {
  const t = await till({ at: '2026-07-01T04:00:00Z' })
  const ask = await desk(t)
  await sell(t, 10_000n)
  const before = t.w.now()
  t.w.pass(hourMs)
  const sold = await sell(t, 12_500n)
  await refund(t.w, sold, { amount: money('CNY', 2_500n), reason: '少上一壶' }, 'Wang Min')
  const all = async (query: string): Promise<Json[]> => {
    const items: Json[] = []
    for (let cursor = ''; ; ) {
      const { json } = await ask(finance, `/v1/accounts?limit=2${query}${cursor}`)
      items.push(...list(json['items']))
      expect(json['totals']).toHaveLength(1)
      expect(json['totals']?.[0]?.['debits']).toEqual(json['totals']?.[0]?.['credits'])
      if (!json['next']) return items
      cursor = `&cursor=${text(json['next'])}`
    }
  }
  const balances = (items: Json[]) =>
    Object.fromEntries(items.map((one) => [text(one['kind']), Number(one['balance']?.['minor'])]))
  const sides = (items: Json[], side: 'debits' | 'credits') =>
    items.reduce((sum, one) => sum + Number(one[side]?.['minor']), 0)
  const now = await all('')
  expect(sides(now, 'debits')).toBe(sides(now, 'credits'))
  expect(now.some(({ kind }) => text(kind).startsWith('meter'))).toBe(false)
  const then = await all(`&at=${new Date(before).toISOString()}`)
  expect(balances(then)).toEqual({
    'wallet-receivable': 9_975,
    'wallet-payable': 4,
    'merchant-pending': 9_962,
    'fee-income': 38,
    'scheme-cost': 25,
    'revenue-share-expense': 4,
  })
  expect(await all(`&at=${new Date(t.w.now()).toISOString()}`)).toEqual(now)
  expect(await all('&owner=alipay')).toHaveLength(2)
  expect((await all('&kind=merchant-pending')).map(({ owner }) => owner?.['id'])).toEqual([tea])
  expect((await ask(finance, '/v1/accounts?cursor=x')).json).toMatchObject({ code: 'ledger.bad_page' })
})

test('an account tells every entry that moved it, newest first, each balance following from the one before', async () => {
  const t = await till()
  const ask = await desk(t)
  const sold = await sell(t, 10_000n)
  await refund(t.w, sold, { amount: money('CNY', 2_500n), reason: '少上一壶' }, 'Wang Min')
  const pending = (await ask(finance, `/v1/accounts?kind=merchant-pending&owner=${tea}`)).json['items']?.[0]
  const { json } = await ask(finance, `/v1/accounts/${text(pending?.['id'])}/entries`)
  expect(json['account']).toEqual(pending)
  const items = json['items'] as unknown as {
    side: string
    amount: { minor: string }
    balance: { minor: string }
    why: string
    path: string
    version: object
    other: { kind: string }
  }[]
  expect(items.map(({ why }) => why)).toEqual(['refund', 'merchant-fee', 'merchant-fee', 'capture'])
  let running = 0
  for (const { side, amount, balance } of [...items].reverse()) {
    running += side === 'credit' ? Number(amount.minor) : -Number(amount.minor)
    expect(Number(balance.minor)).toBe(running)
  }
  expect(items[0]).toMatchObject({
    version: { agreement: t.terms.agreement, version: 1 },
    path: '/clauses/refunds',
    other: { kind: 'wallet-receivable' },
  })
  const first = (await ask(finance, `/v1/accounts/${text(pending?.['id'])}/entries?limit=1`)).json
  const second = (
    await ask(finance, `/v1/accounts/${text(pending?.['id'])}/entries?limit=1&cursor=${text(first['next'])}`)
  ).json
  expect([first['items']?.[0], second['items']?.[0]]).toEqual(list(json['items']).slice(0, 2))
  expect(
    (await ask(finance, `/v1/accounts/${text(pending?.['id'])}/entries?until=2020-01-01T00:00:00Z`)).json['items'],
  ).toEqual([])
  expect((await ask(finance, '/v1/accounts/999999/entries')).json).toMatchObject({ code: 'ledger.unknown_account' })
})

test('the proof names each check and how much it examined; a merchant may see neither books nor workbench', async () => {
  const t = await till()
  await sell(t, 10_000n)
  const ask = await desk(t)
  const { json } = await ask(finance, '/v1/proof')
  expect(json).toMatchObject({ passed: true })
  expect(list(json['checks']).map(({ code, passed }) => [code, passed])).toEqual([
    ['entries', true],
    ['accounts', true],
    ['balanced', true],
    ['holds', true],
    ['chain', true],
  ])
  expect(Number(json['entries'])).toBeGreaterThan(3)
  for (const path of ['/v1/workbench', '/v1/accounts', '/v1/proof', '/v1/partners'])
    expect((await ask(shop, path)).status).toBe(403)
})
