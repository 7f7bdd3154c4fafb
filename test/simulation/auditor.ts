import pg from 'pg'
import { type Meters, metersOf, type PricedLine, priceCapture } from '../../src/agreements/price.ts'
import { priceRefund } from '../../src/agreements/refundPrice.ts'
import { reactions } from '../../src/app.ts'
import { money } from '../../src/base/money.ts'
import { dayOf, monthOf } from '../../src/base/time.ts'
import { prove } from '../../src/ledger/prove.ts'
import { type BookedTransfer, postingsOf } from '../../src/ledger/statement.ts'
import { isLost, isOpen, type Payment, paymentMoves } from '../../src/payments/payment.ts'
import { paymentById, stepsOfPayment } from '../../src/payments/store.ts'
import { attemptsOf } from '../../src/payments/storeAttempt.ts'
import { refundsOf } from '../../src/payments/storeRefund.ts'
import { partner, tea } from '../settled.ts'
import { logged } from './logged.ts'
import type { Walk } from './walk.ts'

// A second, simpler account of what must be true. It reads what is stored and computes again; it shares no plan with what it checks.

/** Everything that is wrong after a walk has settled down, in words; nothing when all holds. The numbers are those of quality.md. */
export async function audit(walk: Walk): Promise<string[]> {
  const payments = await paymentsOf(walk)
  const problems = [
    ...walk.told.broken.map((what) => `broken: ${what}`),
    ...(await booksHold(walk)),
    ...acknowledged(walk, payments),
    ...(await oneByOne(walk, payments)),
    ...(await pricedAgain(walk, payments)),
    ...(await walletAgrees(walk, payments)),
    ...(await settledOnce(walk)),
    ...withinLimits(walk, payments),
    ...(await reconciled(walk)),
    ...(await nothingLeft(walk)),
    ...(await logged(walk)),
  ]
  return problems
}

/** What a walk came to, by state: the power of the test. */
export async function tally(walk: Walk): Promise<Record<string, number>> {
  const { rows } = await walk.w.db.pool.query<{ what: string; n: number }>(
    `select 'payment ' || state as what, count(*)::int as n from payments.payment group by 1
     union all select 'refund ' || state || case when late then ' late' else '' end, count(*)::int from payments.refund group by 1
     union all select 'notice ' || verdict, count(*)::int from payments.notice group by 1
     union all select 'call ' || outcome, count(*)::int from payments.call group by 1
     union all select 'item ' || type, count(*)::int from reconciliation.item group by 1 order by 1`,
  )
  return Object.fromEntries([['operations', walk.told.operations], ...rows.map(({ what, n }) => [what, n])])
}

async function paymentsOf({ w }: Walk): Promise<Payment[]> {
  const { rows } = await w.db.pool.query<{ id: string }>('select id from payments.payment order by id')
  const payments = await Promise.all(rows.map(({ id }) => paymentById(w, id)))
  return payments.filter((payment) => payment !== null)
}

// I1, I2, I3
async function booksHold({ w }: Walk): Promise<string[]> {
  const proof = await prove(w)
  return proof.holds ? [] : proof.problems.map(({ en }) => `I1-3 ${en}`)
}

// I4, I18
function acknowledged({ told }: Walk, payments: readonly Payment[]): string[] {
  const byOrder = Map.groupBy(payments, ({ orderNo }) => orderNo)
  return [...told.payments].flatMap(([order, answers]) => {
    const stored = byOrder.get(order) ?? []
    const isOne = new Set(answers).size === 1 && stored.length === 1 && stored[0]?.id === answers[0]
    return isOne
      ? []
      : [`I4/I18 order ${order} was answered with ${[...new Set(answers)].join(', ')}, stored ${stored.length}`]
  })
}

// I6, I7, I13
async function oneByOne(walk: Walk, payments: readonly Payment[]): Promise<string[]> {
  const { w, told } = walk
  const problems: string[] = []
  const known = new Set<string>()
  for (const payment of payments) {
    const of = `${payment.orderNo} (${payment.state})`
    const refunds = await refundsOf(w, payment.id)
    for (const { id } of refunds) known.add(id)
    const paid = refunds.filter(({ state, late }) => state === 'refunded' && !late)
    const back = paid.reduce((sum, { amount }) => sum + amount.minor, 0n)
    if (back !== payment.refunded.minor) problems.push(`I6 ${of}: refunds are ${back}, kept ${payment.refunded.minor}`)
    if (back > payment.amount.minor) problems.push(`I6 ${of}: ${back} went back of ${payment.amount.minor}`)
    if (payment.refunding.minor !== 0n) problems.push(`I7 ${of}: ${payment.refunding.minor} still on its way back`)
    if (isOpen(payment.state))
      problems.push(
        `I7 ${of}: open, frozen: ${payment.frozen}, ${JSON.stringify((await attemptsOf(w, payment.id)).at(-1))}`,
      )
    for (const { id, state } of refunds)
      if (state !== 'refunded' && state !== 'declined') problems.push(`I7 refund ${id} is ${state}`)
    if (payment.frozen !== null) problems.push(`frozen ${of}: ${payment.frozen}`)
    let state: string | null = null
    for (const { from, to } of await stepsOfPayment(w, payment.id)) {
      const moves: string[] = from === null ? ['created'] : Object.values(paymentMoves[from])
      if (from !== state || (from !== to && !moves.includes(to)))
        problems.push(`I13 ${of}: from ${from} to ${to}, was ${state}`)
      state = to
    }
    if (state !== payment.state) problems.push(`I13 ${of}: its history ends in ${state}`)
  }
  for (const id of told.refunds) if (!known.has(id)) problems.push(`I4 refund ${id} was acknowledged and is nowhere`)
  return problems
}

// I9: every fee and share again, from the frozen terms and the meters as they must have stood.
async function pricedAgain(walk: Walk, payments: readonly Payment[]): Promise<string[]> {
  const { w, terms } = walk
  const problems: string[] = []
  const paid = payments.filter(({ priced }) => priced !== null)
  const seen: Seen = new Map()
  for (const payment of paid) {
    const of = `${payment.orderNo} of ${payment.amount.minor}`
    const meters: Meters = new Map(
      (payment.priced?.meters ?? []).map(({ rule, volume, count }) => [rule, { volume, count }]),
    )
    const attempt = (await attemptsOf(w, payment.id)).find(({ books }) => books === 'posted')
    if (!attempt) problems.push(`I5 ${of}: priced, but no attempt is booked`)
    for (const rule of metersOf(terms, payment.product, payment.amount)) {
      const name = `${rule} ${monthOf(attempt?.paidAt ?? 0, terms.clauses.fees.zone)}`
      seen.set(name, [
        ...(seen.get(name) ?? []),
        { before: meters.get(rule)?.volume ?? -1n, amount: payment.amount.minor, of },
      ])
    }
    const lines = priceCapture(terms, { product: payment.product, amount: payment.amount, meters })
    const booked = await postingsOf(w, payment.id)
    problems.push(...differs(`I5/I9 ${of}`, booked, 'capture', payment.amount.minor, lines))
    problems.push(...(await refundsPricedAgain(walk, payment, lines)))
  }
  return [...problems, ...metersWithGaps(seen)]
}

// Refunds in the order in which they were booked: each gives back the difference to what those before it gave back.
async function refundsPricedAgain(
  { w, terms }: Walk,
  payment: Payment,
  lines: readonly PricedLine[],
): Promise<string[]> {
  const made = (await refundsOf(w, payment.id)).filter(({ state, late }) => state === 'refunded' && !late)
  const booked = await Promise.all(made.map(async (one) => ({ ...one, entries: await postingsOf(w, one.id) })))
  const placeOf = ({ entries }: { entries: BookedTransfer[] }): bigint =>
    entries.find(({ why }) => why === 'refund')?.credit.sequence ?? 0n
  const problems: string[] = []
  let before = money(payment.amount.currency, 0n)
  for (const { id, amount, entries } of booked.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))) {
    const returned = priceRefund(terms, { lines, captured: payment.amount, refundedBefore: before, refund: amount })
    problems.push(...differs(`I9 refund ${id} of ${payment.orderNo}`, entries, 'refund', amount.minor, returned))
    before = money(payment.amount.currency, before.minor + amount.minor)
  }
  return problems
}

type Seen = Map<string, { before: bigint; amount: bigint; of: string }[]>

function metersWithGaps(seen: Seen): string[] {
  const problems: string[] = []
  for (const [meter, steps] of seen) {
    let sum = 0n
    for (const { before, amount, of } of steps.sort((a, b) => (a.before < b.before ? -1 : 1))) {
      if (before !== sum) problems.push(`I9 meter ${meter}: ${of} saw ${before}, the sum before it is ${sum}`)
      sum = before + amount
    }
  }
  return problems
}

function differs(
  of: string,
  booked: readonly BookedTransfer[],
  why: string,
  minor: bigint,
  lines: readonly PricedLine[],
): string[] {
  const told = booked.filter((one) => [why, 'merchant-fee', 'wallet-fee', 'revenue-share'].includes(one.why))
  const is = told.map((one) => `${one.why} ${one.amount.minor} ${one.path}`).sort()
  const principal = why === 'capture' ? '/clauses/settlement' : '/clauses/refunds'
  const wanted = lines
    .filter(({ amount }) => amount.minor > 0n)
    .map(({ kind, amount, path }) => `${kind} ${amount.minor} ${path}`)
  const should = [`${why} ${minor} ${principal}`, ...wanted].sort()
  return is.join() === should.join() ? [] : [`${of}: booked ${is.join(' | ')}; should be ${should.join(' | ')}`]
}

// I10: the wallet's own books and ours say the same of every order.
async function walletAgrees({ w, alipay }: Walk, payments: readonly Payment[]): Promise<string[]> {
  const problems: string[] = []
  const known = new Map<string, Payment>()
  for (const payment of payments) for (const { orderNo } of await attemptsOf(w, payment.id)) known.set(orderNo, payment)
  for (const trade of alipay.books.trades.values()) {
    const payment = known.get(trade.orderNo)
    const back = trade.refunds.reduce((sum, { fen }) => sum + fen, 0n)
    const theirs = trade.paidAt === null ? 0n : trade.totalFen - back
    if (!payment) problems.push(`I10 the wallet has an order ${trade.orderNo} that we do not know`)
    else if (payment.priced === null && theirs !== 0n)
      problems.push(`I10 ${payment.orderNo} (${payment.state}): the wallet keeps ${theirs} of a payment that we lost`)
    else if (payment.priced !== null && theirs !== payment.amount.minor - payment.refunded.minor)
      problems.push(
        `I10 ${payment.orderNo} (${payment.state}): ours ${payment.amount.minor - payment.refunded.minor}, the wallet's ${theirs}`,
      )
  }
  return problems
}

// I5: each captured payment and each refund is cleared once and settles once, and what settles is what was cleared.
async function settledOnce({ w }: Walk): Promise<string[]> {
  const ask = async (sql: string, args: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await w.db.pool.query(sql, args)).rows
  const twice = await ask(`select object from settlement.clearing_line group by object having count(*) <> 1`)
  const missing = await ask(
    `select p.id from payments.payment p left join settlement.clearing_line l on l.object = p.id
      where (p.priced is not null) <> (l.id is not null)
     union all
     select r.id from payments.refund r left join settlement.clearing_line l on l.object = r.id
      where (r.state = 'refunded' and not r.late) <> (l.id is not null)`,
  )
  const [sums] = await ask(
    `select coalesce(sum(amount - wallet_fee - revenue_share) filter (where settlement is not null), 0)::bigint as settled,
            count(*) filter (where settlement is null)::bigint as open,
            coalesce(sum(amount) filter (where settlement is null), 0)::bigint as waiting from settlement.clearing_line`,
  )
  const [positions] = await ask(
    `select coalesce(sum(net) filter (where party = 'wallet'), 0)::bigint as wallet from settlement.position`,
  )
  const standing = await ask(
    `select kind, owner, case when kind in ('wallet-receivable', 'dispute-suspense', 'settlement-in-transit') then debits_posted - credits_posted
       else credits_posted - debits_posted end as posted, debits_pending + credits_pending as pending
       from ledger.account where kind <> 'meter' and kind <> 'meter-source'`,
  )
  const of = (kind: string, owner: string): bigint =>
    BigInt(
      (standing.find((one) => one['kind'] === kind && one['owner'] === owner)?.['posted'] as bigint | undefined) ?? 0n,
    )
  const problems = [
    ...twice.map(({ object }) => `I5 ${String(object)} is cleared more than once`),
    ...missing.map(({ id }) => `I5 ${String(id)} is not cleared as it is booked`),
    ...(sums?.['settled'] === positions?.['wallet']
      ? []
      : [`I5 lines settle ${String(sums?.['settled'])}, positions ${String(positions?.['wallet'])}`]),
    ...standing.flatMap((one) =>
      BigInt(one['pending'] as bigint) === 0n
        ? []
        : [`a hold is left on ${String(one['kind'])} ${String(one['owner'])}`],
    ),
  ]
  if (of('dispute-suspense', partner) !== 0n) problems.push(`suspense holds ${of('dispute-suspense', partner)}`)
  if (of('settlement-in-transit', partner) !== positions?.['wallet'])
    problems.push(`in transit ${of('settlement-in-transit', partner)}, positions ${String(positions?.['wallet'])}`)
  if (sums?.['open'] === 0n && of('wallet-receivable', partner) !== 0n)
    problems.push(`all is settled and the wallet still owes ${of('wallet-receivable', partner)}`)
  if (sums?.['open'] !== 0n)
    problems.push(`I5 ${String(sums?.['open'])} lines of ${String(sums?.['waiting'])} never settled`)
  if (of('merchant-pending', tea) < 0n) problems.push(`the merchant's pending money is ${of('merchant-pending', tea)}`)
  return problems
}

// I12
function withinLimits({ terms }: Walk, payments: readonly Payment[]): string[] {
  const most = 300_000n
  const counted = payments.filter(({ payer, state }) => payer !== null && !isLost(state))
  const days = Map.groupBy(
    counted,
    ({ payer, product, createdAt }) => `${payer} ${product} ${dayOf(createdAt, terms.clauses.limits.zone)}`,
  )
  return [...days].flatMap(([day, all]) => {
    const sum = all.reduce((total, { amount }) => total + amount.minor, 0n)
    return sum > most ? [`I12 ${day}: ${sum}`] : []
  })
}

// Every day of the wallet has been compared, and whatever differed has been explained by then.
async function reconciled({ w }: Walk): Promise<string[]> {
  const { rows } = await w.db.pool.query<{ day: string; state: string; items: string[] }>(
    `select r.day, r.state, coalesce(array_agg(i.type || ' ' || i.order_no || ' ' || i.difference || ' ' || coalesce(i.request_no, '-')) filter (where i.state = 'open'), '{}') as items
       from reconciliation.reconciliation r left join reconciliation.item i on i.reconciliation = r.id and i.run = r.run
      group by r.id order by r.day`,
  )
  return rows.flatMap(({ day, state, items }) =>
    state === 'closed' ? [] : [`day ${day} is ${state}: ${items.join('; ')}`],
  )
}

// I8: every event has been heard by all who listen, and no job is left that failed.
async function nothingLeft({ w }: Walk): Promise<string[]> {
  // The worker's tables are their owner's; the application may not read them.
  const owner = new pg.Client({ connectionString: w.db.url })
  await owner.connect()
  const { rows } = await owner.query<{ name: string; error: string | null }>(
    `select t.identifier as name, j.last_error as error
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.last_error is not null or t.identifier = 'event'`,
  )
  await owner.end()
  const listeners = reactions.map(({ event, name }) => ({ event, name }))
  const unheard = await w.db.pool.query<{ id: string; name: string }>(
    `select o.id, l.name from world.outbox o join json_to_recordset($1) as l(event text, name text) on l.event = o.name
      where not exists (select from world.reacted r where r.event = o.id and r.reaction = l.name)`,
    [JSON.stringify(listeners)],
  )
  return [
    ...rows.map(({ name, error }) => `I8 job ${name} is left: ${error ?? 'not run'}`),
    ...unheard.rows.map(({ id, name }) => `I8 ${name} has not heard ${id}`),
  ]
}
