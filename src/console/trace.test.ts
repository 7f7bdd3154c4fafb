import { expect, test } from 'vitest'
import { knowing, open } from '../../test/doors.ts'
import { type Till, till } from '../../test/paying.ts'
import { partner, tea } from '../../test/settled.ts'
import { priceCapture } from '../agreements/price.ts'
import { sampleTerms } from '../agreements/sample.ts'
import type { FeeRule, Terms } from '../agreements/terms.ts'
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
const finance = who('finance', 'institution', 'institution', 'payments.read')
const ownKey = who('ownKey', 'merchant', tea, 'payments.read')
const otherKey = who('otherKey', 'merchant', 'mer_01jz0y2m3n4p5q6r7s8t9v0w2b', 'payments.read')

type Amount = { currency: string; minor: string }
type Trace = {
  payment: { state: string }
  agreement: { partner: { id: string }; version: number }
  clauses: { path: string; sentence: { zh: { text: string }[]; en: { text: string }[] } }[]
  entries: {
    id: string
    why: string
    kind: string
    amount: Amount
    path: string | null
    how: string | null
    debit: { kind: string; owner: { id: string } }
    credit: { owner: { id: string } }
  }[]
  settlementLines: { id: string; kind: string; amount: Amount; state: string; entries: string[]; path: string | null }[]
  billRows: {
    match: string
    line: number
    columns: { name: string; value: string }[]
    amount: Amount
    fee: Amount | null
    feeExpected: Amount | null
    lines: string[]
  }[]
  steps: { kind: string; outcome: string; at: string; evidence: object | null; title: { en: string } }[]
  decisions: { code: string; passed: boolean; path: string }[]
}

async function asked(t: Till, by: Who, id: string): Promise<{ status: number; trace: Trace }> {
  const { url, stop } = await open(t.w, consoleRoutes, { authenticate: knowing(finance, ownKey, otherKey) })
  const reply = await fetch(`${url}/v1/payments/${id}/trace`, { headers: { authorization: `Bearer ${by.id}` } })
  const trace = (await reply.json()) as Trace
  await stop()
  return { status: reply.status, trace }
}

async function sold(t: Till): Promise<string> {
  const { payment } = await pay(t.w, t.order(), null, 'till')
  t.scanAndPay((await attemptsOf(t.w, payment)).at(-1)?.code ?? '')
  await t.notices()
  await t.wait(minuteMs)
  await refund(t.w, payment, { amount: money('CNY', 5_000n), reason: '少上一壶' }, 'Wang Min')
  return payment
}

// Two fees of one kind in one payment: each line must find its own entry by its clause.
function withSecondFee(): Terms {
  const terms = sampleTerms()
  const { fees } = terms.clauses
  const second: FeeRule = {
    id: 'merchant-service',
    name: { zh: '服务费', en: 'Service fee' },
    products: ['qr-merchant'],
    currency: 'CNY',
    payer: 'merchant',
    payee: 'institution',
    price: { kind: 'percentage', ratePpm: 0, fixed: '20', floor: null, cap: null },
    onRefund: 'return',
  }
  return { ...terms, clauses: { ...terms.clauses, fees: { ...fees, rules: [...fees.rules, second] } } }
}

test('every amount of a captured and refunded payment leads to its clause, its arithmetic, its settlement line and its row in the wallet’s file', async () => {
  const t = await till({ at: '2026-07-01T04:00:00Z', terms: withSecondFee() })
  const id = await sold(t)
  t.w.pass(22 * hourMs)
  await closeDay(t.w, null, { partner, wallet: 'alipay', day: '2026-07-01' })
  await runDay(t.w, null, { wallet: 'alipay', day: '2026-07-01' })
  const { status, trace } = await asked(t, finance, id)
  expect(status).toBe(200)
  expect(trace).toMatchObject({
    payment: { state: 'partly_refunded' },
    agreement: { partner: { id: partner }, version: 1 },
  })

  const moved = trace.entries.filter(({ kind }) => kind === 'direct')
  expect(moved.filter(({ why }) => why !== 'capture' && why !== 'refund').every(({ how }) => how !== null)).toBe(true)
  const meters = new Map([['wallet-volume', { volume: 0n, count: 0n }]])
  const lines = priceCapture(t.terms, { product: 'qr-merchant', amount: money('CNY', 12_500n), meters })
  for (const { path, how, amount } of lines) {
    expect(moved).toContainEqual(
      expect.objectContaining({ path, how, amount: { currency: 'CNY', minor: String(amount.minor) } }),
    )
  }
  expect(trace.entries.some(({ why }) => why === 'meter' || why.startsWith('limit'))).toBe(false)
  const known = new Set(trace.clauses.map(({ path }) => path))
  expect(moved.every(({ path }) => path !== null && known.has(path))).toBe(true)
  const fee = trace.clauses.find(({ path }) => path === '/clauses/fees/rules/1')
  expect(fee?.sentence.en.map(({ text }) => text).join('')).toContain('QR and tap acceptance fee')
  expect(fee?.sentence.zh.map(({ text }) => text).join('')).toContain('0.38%')

  // Each entry that moved money is settled by exactly one line of the same amount, and the other way round.
  const settled = trace.settlementLines.flatMap(({ entries, amount }) =>
    entries.map((entry) => `${entry} ${amount.minor}`),
  )
  expect(new Set(settled)).toEqual(new Set(moved.map(({ id: entry, amount }) => `${entry} ${amount.minor}`)))
  expect(settled).toHaveLength(moved.length)
  expect(trace.settlementLines.every(({ state, path }) => state === 'closed' && path !== null)).toBe(true)

  // This wallet charges 0.6 % where the clause says 0.25 %: the row says so beside what the clause makes of it.
  expect(trace.billRows.map(({ match }) => match)).toEqual(['fee-differs', 'fee-differs'])
  const [sale, back] = trace.billRows
  expect(sale).toMatchObject({
    amount: { minor: '12500' },
    fee: { minor: '75' },
    feeExpected: { minor: '31' },
    path: '/clauses/fees/rules/2',
  })
  expect(back?.amount.minor).toBe('-5000')
  expect(sale?.columns).toContainEqual({ name: '订单金额（元）', value: '125.00' })
  const confirmed = trace.settlementLines.filter(({ id: line }) => sale?.lines.includes(line)).map(({ kind }) => kind)
  expect(confirmed.sort()).toEqual(['capture', 'wallet-fee'])
})

test('the steps tell calls with their evidence, notices, people and states in order, and what was decided before money moved', async () => {
  const t = await till()
  const id = await sold(t)
  const { trace } = await asked(t, finance, id)
  expect(trace.steps[0]).toMatchObject({ kind: 'request', title: { en: 'The merchant starts the payment' } })
  expect(new Set(trace.steps.map(({ kind }) => kind))).toEqual(
    new Set(['request', 'decision', 'wallet', 'notice', 'state', 'posting', 'person']),
  )
  const moments = trace.steps.map(({ at }) => at)
  expect(moments.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(moments)
  expect(trace.steps.filter(({ kind }) => kind === 'wallet').every(({ evidence }) => evidence !== null)).toBe(true)
  expect(trace.decisions).toContainEqual(expect.objectContaining({ code: 'scope', passed: true }))
  expect(trace.decisions.every(({ passed, path }) => passed && path.startsWith('/clauses/'))).toBe(true)
  expect(trace.settlementLines.every(({ state }) => state === 'open')).toBe(true)
})

test('a merchant traces its own payment without what the wallet takes of us, and another merchant’s is not there', async () => {
  const t = await till()
  const id = await sold(t)
  expect((await asked(t, otherKey, id)).status).toBe(404)
  const { status, trace } = await asked(t, ownKey, id)
  expect(status).toBe(200)
  expect(trace.entries.map(({ why }) => why)).not.toContain('wallet-fee')
  expect(trace.settlementLines.map(({ kind }) => kind)).not.toContain('revenue-share')
  expect(trace.clauses.map(({ path }) => path)).not.toContain('/clauses/fees/rules/2')
  expect(trace).toMatchObject({ billRows: [] })
  expect(trace.steps.every(({ evidence }) => evidence === null)).toBe(true)
  expect(JSON.stringify(trace)).not.toContain('0.25%')
})

test('a payment whose payer has not chosen a wallet has a trace without an agreement', async () => {
  const t = await till()
  const { payment } = await pay(t.w, t.order({ product: 'online', wallet: null }), null, 'till')
  const { trace } = await asked(t, finance, payment)
  expect(trace).toMatchObject({ agreement: null, clauses: [], entries: [], settlementLines: [], decisions: [] })
})
