import { type PricedLine, priceCapture } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import { riskShares } from '../agreements/riskShares.ts'
import type { Strength, Terms } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import { campaigns, type Subsidy } from './campaign.ts'
import { type CashFlow, cashFlow } from './cashFlow.ts'
import { limitsReplay } from './limitsReplay.ts'
import { type Seen, statedLosses, worstCases } from './losses.ts'
import { meterBook, monthFinder } from './meterBook.ts'
import { creditsOf, monthsIn, usagesOf } from './monthEnds.ts'
import type { CurrencyResult, Projection } from './projection.ts'
import { type Tally, tallyOf } from './tally.ts'
import type { Traffic, TrafficRow } from './traffic.ts'

/** Which terms govern what: a row (by the version it carries), and a month's end. */
export type Governs = {
  row(row: TrafficRow): Terms
  at(at: Instant): Terms
  /** False when every row was let through under these very terms already. */
  limits: boolean
}

/** What one row came to: for those who look at single payments. */
export type Replayed = { row: TrafficRow; lines: readonly PricedLine[]; refusedBy: string | null }

type Paid = {
  row: TrafficRow
  terms: Terms
  month: string
  lines: readonly PricedLine[]
  subsidies: readonly Subsidy[]
  refunded: bigint
}
type Books = { tally: Tally; cash: CashFlow; seen: Map<string, Map<Strength, Seen>> }

/**
 * What terms would have made of a traffic, row by row as the books do it: meters, fees, shares, refunds; then what a month's end
 * brings (true-ups, commitments, service credits), subsidies, losses, reserve, cash in transit and the worst case. Pure: equal
 * terms and traffic give an equal result.
 */
export const project = (terms: Terms, traffic: Traffic): Projection =>
  projectUnder({ row: () => terms, at: () => terms, limits: true }, traffic)

/** `project` under more than one version: each row under its own, a month's end under the one then in force. */
export function projectUnder(governs: Governs, traffic: Traffic, watch?: (replayed: Replayed) => void): Projection {
  const books = new Map<Currency, Books>()
  const usages = usagesOf()
  replay(governs, traffic, { books, usages, watch: watch ?? (() => {}) })
  const last = governs.at(traffic.until)
  const { whole, open } = monthsIn(traffic.from, traffic.until, last.clauses.fees.zone, traffic.seenFrom)
  for (const { month, ends } of whole) endMonth(governs.at(ends - 1), month, { books, usages, traffic })
  const currencies = [...books]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, of]) => resultOf(currency, of, last, traffic))
  return { currencies, openMonths: open }
}

type Run = { books: Map<Currency, Books>; usages: ReturnType<typeof usagesOf>; watch: (replayed: Replayed) => void }

function replay(governs: Governs, traffic: Traffic, run: Run): void {
  const take = takesPayments(governs, traffic, run)
  const monthAt = monthFinder()
  const campaign = campaigns()
  const paid = new Map<string, Paid>()
  for (const row of traffic.rows) {
    if (row.kind === 'payment') {
      const one = take(row, monthAt, campaign)
      if (one) paid.set(row.id, one)
      continue
    }
    const one = paid.get(row.of ?? '')
    if (!one) continue // its payment was refused: there is nothing to give back
    if (row.kind === 'loss') bookLoss(booksOf(run.books, row), one, row)
    else giveBack(one, row, run, { month: monthAt(row.at, one.terms.clauses.fees.zone), campaign })
  }
}

type MonthAt = ReturnType<typeof monthFinder>
type Campaigns = ReturnType<typeof campaigns>

function takesPayments(governs: Governs, traffic: Traffic, { books, usages, watch }: Run) {
  const meters = meterBook()
  const limits = limitsReplay()
  const losses = statedLosses(traffic)
  return (row: TrafficRow, monthAt: MonthAt, campaign: Campaigns): Paid | null => {
    const terms = governs.row(row)
    const month = monthAt(row.paidAt, terms.clauses.fees.zone)
    const isKnown = row.role === 'known'
    const refusedBy = governs.limits && !isKnown ? limits(terms, row) : null
    if (refusedBy !== null) {
      if (row.role === 'counted') booksOf(books, row).tally.refused(refusedBy, row.amount)
      watch({ row, lines: [], refusedBy })
      return null
    }
    const before = isKnown
      ? new Map(row.meters.map(({ rule, volume, count }) => [rule, { volume, count }]))
      : meters.take(terms, row, month)
    const lines = priceCapture(terms, { product: row.product, amount: row.amount, meters: before })
    const one: Paid = { row, terms, month, lines, subsidies: campaign.give(terms, row), refunded: 0n }
    if (!isKnown) usages.captured(terms, month, row.merchant, row.amount.minor, lines)
    watch({ row, lines, refusedBy: null })
    if (row.role !== 'counted') return one
    bookPayment(booksOf(books, row), one)
    for (const loss of losses(row)) bookLoss(booksOf(books, row), one, loss)
    return one
  }
}

function giveBack(
  one: Paid,
  row: TrafficRow,
  { books, usages, watch }: Run,
  { month, campaign }: { month: string; campaign: Campaigns },
): void {
  const captured = one.row.amount
  const refundedBefore = money(captured.currency, one.refunded)
  const lines = priceRefund(one.terms, { lines: one.lines, captured, refundedBefore, refund: row.amount })
  const after = one.refunded + row.amount.minor
  const grown = { before: one.refunded, after, captured: captured.minor }
  const returned = campaign.giveBack(one.terms, one.subsidies, one.row, grown)
  one.refunded = after
  if (month === one.month) usages.refunded(one.terms, month, row.merchant, row.amount.minor, lines)
  watch({ row, lines, refusedBy: null })
  if (row.role === 'counted') bookRefund(booksOf(books, row), one, row, { month, lines, returned })
}

function bookPayment({ tally, cash, seen }: Books, { row, terms, month, lines, subsidies }: Paid): void {
  const where = { product: row.product, month }
  tally.payment(row.amount, where)
  tally.priced('payment', row.amount, lines, where)
  for (const subsidy of subsidies) subsidise(tally, subsidy, where, false)
  cash.settle(terms, row.paidAt, row.amount.minor - keptByWallet(lines))
  const strengths = seen.get(month) ?? new Map<Strength, Seen>()
  const { minor } = row.amount
  const before = strengths.get(row.strength) ?? { strength: row.strength, largest: 0n, count: 0, volume: 0n }
  const largest = minor > before.largest ? minor : before.largest
  strengths.set(row.strength, { ...before, largest, count: before.count + 1, volume: before.volume + minor })
  seen.set(month, strengths)
}

function bookRefund(
  { tally, cash }: Books,
  { row: payment, terms }: Paid,
  row: TrafficRow,
  { month, lines, returned }: { month: string; lines: readonly PricedLine[]; returned: readonly Subsidy[] },
): void {
  const where = { product: payment.product, month }
  tally.refund(row.amount, where)
  tally.priced('refund', row.amount, lines, where)
  for (const subsidy of returned) subsidise(tally, subsidy, where, true)
  cash.settle(terms, row.paidAt, -row.amount.minor - keptByWallet(lines))
}

function bookLoss({ tally }: Books, { row: payment, terms, month }: Paid, loss: TrafficRow): void {
  const reason = loss.reason ?? 'other'
  tally.loss(loss.amount)
  for (const { party, amount, path } of riskShares(terms, {
    reason,
    strength: payment.strength,
    amount: loss.amount,
  })) {
    const move = { clause: 'risk', path, kind: 'expected-loss', rule: reason, minor: amount.minor } as const
    tally.move({ ...move, payer: party, payee: 'payer' }, { product: payment.product, month })
  }
}

function subsidise(
  tally: Tally,
  { annex, path, funding }: Subsidy,
  where: { product: TrafficRow['product']; month: string },
  back: boolean,
): void {
  for (const { party, minor } of funding) {
    const [payer, payee] = back ? (['payer', party] as const) : ([party, 'payer'] as const)
    tally.move({ clause: 'marketing', path, kind: 'campaign', rule: annex, payer, payee, minor }, where)
  }
}

// What the wallet does not pass on: its fee, and our share to it. What it gives back counts against it.
const keptByWallet = (lines: readonly PricedLine[]): bigint =>
  lines.reduce(
    (kept, { payer, payee, amount }) =>
      payee === 'wallet' ? kept + amount.minor : payer === 'wallet' ? kept - amount.minor : kept,
    0n,
  )

function endMonth(
  terms: Terms,
  month: string,
  { books, usages, traffic }: Pick<Run, 'books' | 'usages'> & { traffic: Traffic },
): void {
  const where = { product: null, month }
  for (const { kind: _, amount, ...line } of usages.due(terms, month)) {
    const { tally } = booksIn(books, amount.currency)
    tally.move({ ...line, kind: 'true-up', minor: amount.minor }, where)
  }
  for (const [currency, { tally }] of books) {
    const fees = usages.walletFees(terms, month, currency)
    for (const { level, path, minor } of creditsOf(terms, traffic.assumes.servicePpm, fees, currency)) {
      const credit = { clause: 'serviceLevels', path, kind: 'service-credit', rule: level, minor } as const
      tally.move({ ...credit, payer: 'wallet', payee: 'institution' }, where)
    }
  }
}

function resultOf(
  currency: Currency,
  { tally, cash, seen }: Books,
  terms: Terms,
  { assumes }: Traffic,
): CurrencyResult {
  const volumeOf = (strengths: Map<Strength, Seen>) =>
    [...strengths.values()].reduce((sum, { volume }) => sum + volume, 0n)
  const months = [...seen].sort(([a], [b]) => (a < b ? -1 : 1))
  const most = months.reduce<(typeof months)[number] | null>(
    (best, one) => (best && volumeOf(best[1]) >= volumeOf(one[1]) ? best : one),
    null,
  )
  if (!most) return { ...tally.result(), ...cash.result(), worstCase: null }
  const [month, strengths] = most
  const all = [...strengths.values()].sort((a, b) => (a.strength < b.strength ? -1 : 1))
  const largest = all.reduce((best, one) => (one.largest > best ? one.largest : best), 0n)
  const parties = worstCases(terms, currency, all, assumes.stressPpm)
  return { ...tally.result(), ...cash.result(), worstCase: { month, volume: volumeOf(strengths), largest, parties } }
}

const booksOf = (books: Map<Currency, Books>, { amount }: TrafficRow): Books => booksIn(books, amount.currency)

function booksIn(books: Map<Currency, Books>, currency: Currency): Books {
  const known = books.get(currency) ?? { tally: tallyOf(currency), cash: cashFlow(currency), seen: new Map() }
  books.set(currency, known)
  return known
}
