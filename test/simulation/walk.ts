import { sampleTerms } from '../../src/agreements/sample.ts'
import type { Terms } from '../../src/agreements/terms.ts'
import { jobs, reactions } from '../../src/app.ts'
import { Fault } from '../../src/base/fault.ts'
import type { Id } from '../../src/base/id.ts'
import { money } from '../../src/base/money.ts'
import { type Random, seededRandom } from '../../src/base/random.ts'
import { addDays, dayMs, dayOf, hourMs, minuteMs, secondMs, startOfDay } from '../../src/base/time.ts'
import { cancel } from '../../src/payments/cancel.ts'
import { inquire } from '../../src/payments/inquire.ts'
import type { Order } from '../../src/payments/open.ts'
import { pay } from '../../src/payments/pay.ts'
import { refund } from '../../src/payments/refund.ts'
import { shownCode } from '../../src/payments/shownCode.ts'
import { runDay } from '../../src/reconciliation/runDay.ts'
import { closeDue } from '../../src/settlement/closeDue.ts'
import type { Pull } from '../../src/wallets/alipay/simulator-levers.ts'
import { PhoneRefusal } from '../../src/wallets/alipay/simulator-phone.ts'
import { runDueJobs } from '../../src/world/jobs.ts'
import { type Till, till } from '../paying.ts'
import { partner } from '../settled.ts'

const zone = 'Asia/Shanghai'

/** What the walk was told, to be held against the books afterwards. */
export type Acknowledged = {
  /** Order number → the payment it was answered with, every time it was asked. */
  payments: Map<string, Id<'pay'>[]>
  refunds: Id<'ref'>[]
  /** What should never happen: an error that is no Fault, a job that failed. */
  broken: string[]
  operations: number
}

export type Walk = Till & {
  told: Acknowledged
  random: Random
  orders: Map<string, { order: Order; id: Id<'pay'> | null }>
}

// Moments at which a walk begins: a plain morning, shortly before midnight, shortly before a month ends.
const begins = ['2026-07-01T02:00:00Z', '2026-07-08T15:50:00Z', '2026-07-31T15:55:00Z', '2026-12-31T15:57:00Z']

/** A shop, a wallet and an agreement whose fees step within a few payments, so that every meter is crossed. */
export async function openWalk(seed: number): Promise<Walk> {
  const t = await till({ seed, at: begins[seed % begins.length] ?? '', terms: steepTerms() })
  const told: Acknowledged = { payments: new Map(), refunds: [], broken: [], operations: 0 }
  const quiet = (): void => undefined
  const error = (fields: object, what: string): void =>
    void told.broken.push(`${what}: ${JSON.stringify(fields)}`.slice(0, 900))
  await closeDue(t.w, partner) // as when an agreement comes into force: from now on every day is closed
  Object.assign(t.w, { log: { debug: quiet, info: quiet, warn: quiet, error } })
  return { ...t, told, random: seededRandom(seed * 7_919 + 1), orders: new Map() }
}

/** One random thing that a till, a shopper, a line or a clock may do. */
export async function step(walk: Walk): Promise<void> {
  const { random } = walk
  walk.told.operations++
  const chosen = pick(random, weighted)
  if (random.below(8) > 0) return await tried(walk, chosen)
  await Promise.all([tried(walk, chosen), tried(walk, pick(random, weighted))])
}

/** Levers are released; the clock goes on, day by day closed and reconciled, until nothing is left to do or a bound is reached. */
export async function settleDown(walk: Walk): Promise<void> {
  walk.alipay.levers.releaseAll()
  for (const ms of [...Array(6).fill(30 * secondMs), ...Array(8).fill(5 * minuteMs), ...Array(6).fill(hourMs)])
    await pass(walk, ms)
  for (let day = 0; day < 6; day++) {
    await pass(walk, startOfDay(addDays(dayOf(walk.w.now(), zone), 1), zone) + 10 * minuteMs - walk.w.now())
    await tried(walk, () => closeDue(walk.w, partner))
    await pass(walk, 10 * hourMs)
    const closed = addDays(dayOf(walk.w.now(), zone), -1)
    await tried(walk, () => runDay(walk.w, null, { wallet: 'alipay', day: closed }))
    await pass(walk, 5 * minuteMs)
    await tried(walk, () => runDay(walk.w, null, { wallet: 'alipay', day: closed }))
  }
  await pass(walk, dayMs)
}

type Verb = (walk: Walk) => Promise<unknown>

const weighted: Verb[] = [
  ...times(6, payByShownCode),
  ...times(5, payByCode),
  ...times(11, scanAndConfirm),
  ...times(2, confirmPending),
  ...times(6, giveBack),
  ...times(3, takeBack),
  ...times(2, askNow),
  ...times(2, askAgain),
  ...times(6, pullLever),
  ...times(1, async (walk: Walk) => walk.alipay.levers.releaseAll()),
  ...times(4, async (walk: Walk) => walk.alipay.tick()),
  ...times(5, async (walk: Walk) =>
    pass(walk, (1 + walk.random.below(walk.random.below(4) === 0 ? 1_200 : 40)) * secondMs),
  ),
]

async function pass(walk: Walk, ms: number): Promise<void> {
  walk.w.pass(ms)
  await walk.alipay.tick()
  await runDueJobs(walk.w, jobs, reactions)
}

// Refusals by the table of faults and by the phone are answers; everything else is our mistake.
async function tried(walk: Walk, verb: Verb): Promise<void> {
  try {
    await verb(walk)
  } catch (error) {
    if (error instanceof Fault || error instanceof PhoneRefusal) return
    walk.told.broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

async function open(walk: Walk, order: Order, code: string | null): Promise<void> {
  walk.orders.set(order.orderNo, { order, id: null })
  const { payment } = await pay(walk.w, order, code, 'till')
  walk.orders.set(order.orderNo, { order, id: payment })
  walk.told.payments.set(order.orderNo, [...(walk.told.payments.get(order.orderNo) ?? []), payment])
}

async function payByShownCode(walk: Walk): Promise<void> {
  const { code } = walk.alipay.phone.code(shopper(walk))
  await open(walk, newOrder(walk, 'qr-consumer'), code)
}

async function payByCode(walk: Walk): Promise<void> {
  await open(walk, newOrder(walk, 'qr-merchant'), null)
}

async function scanAndConfirm(walk: Walk): Promise<void> {
  const { w, alipay, random } = walk
  const shown = await shownCode(w, some(walk) ?? '')
  if (!shown) return
  const who = shopper(walk)
  const { tradeToken } = alipay.phone.scan(who, shown.code)
  w.pass(random.below(20) * secondMs)
  if (random.below(6) > 0) alipay.phone.confirm(who, tradeToken, pinOf(walk, who))
}

async function confirmPending(walk: Walk): Promise<void> {
  for (const { id, pinHint } of walk.alipay.phone.wallets()) {
    for (const { tradeToken } of walk.alipay.phone.pending(id)) {
      if (walk.random.below(3) > 0) walk.alipay.phone.confirm(id, tradeToken, pinHint)
    }
  }
}

async function giveBack(walk: Walk): Promise<void> {
  const found = some(walk)
  if (!found) return
  const of = [...walk.orders.values()].find(({ id }) => id === found)?.order.amount.minor ?? 1n
  const minor = walk.random.below(3) === 0 ? of : (of * BigInt(1 + walk.random.below(999))) / 1_000n + 1n
  walk.told.refunds.push(await refund(walk.w, found, { amount: money('CNY', minor), reason: '退一部分' }, 'till'))
}

async function takeBack(walk: Walk): Promise<void> {
  const found = some(walk)
  if (found) await cancel(walk.w, found, 'till')
}

async function askNow(walk: Walk): Promise<void> {
  const found = some(walk)
  const { rows } = await walk.w.db.pool.query<{ id: Id<'att'> }>('select id from payments.attempt where payment = $1', [
    found,
  ])
  if (rows[0]) await inquire(walk.w, rows[0].id)
}

// A till that heard nothing asks again under the same order number.
async function askAgain(walk: Walk): Promise<void> {
  const known = [...walk.orders.values()]
  if (known.length === 0) return
  const { order } = pick(walk.random, known)
  await open(walk, order, order.product === 'qr-consumer' ? walk.alipay.phone.code(shopper(walk)).code : null)
}

const kinds: readonly Pull['kind'][] = [
  'delay',
  'drop_request',
  'drop_response',
  'busy',
  'http',
  'bad_signature',
  'unsigned',
  'unknown_word',
  'wrong_amount',
  'wrong_order',
  'late_success',
  'duplicate_notice',
  'hold_notice',
  'reorder_notices',
]
const methods = [
  null,
  null,
  'alipay.trade.precreate',
  'alipay.trade.pay',
  'alipay.trade.query',
  'alipay.trade.cancel',
  'alipay.trade.refund',
]

async function pullLever({ alipay, random }: Walk): Promise<void> {
  const kind = pick(random, kinds)
  const isLine = !kind.includes('notice') && kind !== 'late_success'
  alipay.levers.pull({
    kind,
    method: isLine ? pick(random, methods) : null,
    times: 1 + random.below(4),
    ms: random.below(9_000),
    executed: random.below(2) === 0,
  })
}

function newOrder(walk: Walk, product: Order['product']): Order {
  const { random } = walk
  const minor = BigInt(1 + random.below(random.below(5) === 0 ? 180_000 : 9_000))
  const payer = random.below(3) === 0 ? pick(random, ['lin', 'chen']) : null
  return walk.order({ product, minor, payer, expiresInMinutes: 1 + random.below(20) })
}

const shopper = ({ alipay, random }: Walk): string => pick(random, alipay.phone.wallets()).id
const pinOf = ({ alipay }: Walk, id: string): string => alipay.books.shoppers.get(id)?.pin ?? ''

function some({ orders, random }: Walk): Id<'pay'> | null {
  const ids = [...orders.values()].flatMap(({ id }) => id ?? [])
  // The latest are the ones at which something still happens.
  const recent = random.below(3) === 0 ? ids : ids.slice(-6)
  return recent.length === 0 ? null : pick(random, recent)
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T
}

function times<T>(count: number, one: T): T[] {
  return Array<T>(count).fill(one)
}

// The wallet's fee is what the simulator charges by itself (0.6 %), so that the wallet's file agrees to the cent; the merchant's
// steps down within a few payments, and falls below the wallet's: a loss that nobody shares.
function steepTerms(): Terms {
  const sample = sampleTerms()
  const { fees, limits } = sample.clauses
  const rules = fees.rules.map((rule): Terms['clauses']['fees']['rules'][number] => {
    if (rule.id === 'wallet-volume')
      return { ...rule, price: { kind: 'percentage', ratePpm: 6_000, fixed: '0', floor: null, cap: null } }
    if (rule.id !== 'merchant-qr') return rule
    const tiers = [
      { upTo: '30000', ratePpm: 12_000 },
      { upTo: '90000', ratePpm: 8_000 },
      { upTo: null, ratePpm: 5_000 },
    ]
    return { ...rule, price: { kind: 'graduated', tiers } }
  })
  const rows = limits.rows.map((row) => ({
    ...row,
    perPayment: row.perPayment === null ? null : '200000',
    perDay: '300000',
  }))
  return { ...sample, clauses: { ...sample.clauses, fees: { ...fees, rules }, limits: { ...limits, rows } } }
}
