import { inForce, termsOfRoot } from '../agreements/inForce.ts'
import { moneyFlow } from '../agreements/moneyFlow.ts'
import type { Terms } from '../agreements/terms.ts'
import { present } from '../base/assert.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { type Day, type Instant, monthOf, startOfDay } from '../base/time.ts'
import { type AccountKind, accountKinds } from '../ledger/account.ts'
import {
  type PastPayment,
  type PastRefund,
  pastPayments,
  pastPaymentsOf,
  pastRefunds,
  pastRefundsOf,
} from '../payments/find.ts'
import type { World } from '../world/world.ts'
import { projectionFaults } from './errors.ts'
import type { Governs } from './project.ts'
import { type Assumptions, noAssumptions, type Traffic, type TrafficRow, trafficMost } from './traffic.ts'

type Span = { partner: string; from: Instant; until: Instant; zone: string }

/**
 * What really happened with a partner in [from, until), as rows in the order of the books: its captures and refunds, the rest of the
 * first fee month before them so that meters stand right, and older payments whose refunds fall into the span. Fault:
 * `projection.too_large` above 200,000 rows.
 */
export async function historyOf(
  w: World,
  { partner, from, until, zone }: Span,
  assumes: Assumptions = noAssumptions,
): Promise<Traffic> {
  const seenFrom = startOfDay(`${monthOf(from, zone)}-01` as Day, zone)
  const seen = { partner, from: seenFrom, until }
  const [payments, refunds] = [await pastPayments(w, seen, trafficMost), await pastRefunds(w, seen, trafficMost)]
  if (payments.length + refunds.length > trafficMost) throw projectionFaults.tooLarge({ most: String(trafficMost) })
  const ids = new Set(payments.map(({ id }) => id))
  const older = [...new Set(refunds.map(({ payment }) => payment).filter((id) => !ids.has(id)))]
  const known = await pastPaymentsOf(w, older)
  const before = await pastRefundsOf(w, older, seenFrom)
  const role = (at: Instant) => (at < from ? 'before' : 'counted')
  const paymentOf = new Map([...known, ...payments].map((payment) => [payment.id, payment]))
  const rows = [
    ...known.map((payment) => paymentRow(payment, 'known')),
    ...before.map((refund) => refundRow(refund, paymentOf, 'before')),
    ...inOrder([
      ...payments.map((payment) => paymentRow(payment, role(payment.at))),
      ...refunds.map((refund) => refundRow(refund, paymentOf, role(refund.at))),
    ]),
  ]
  return { source: { kind: 'history', partner }, seenFrom, from, until, rows, assumes }
}

/** The versions that governed a traffic: each row's own, and at a month's end the one then in force. */
export async function governed(w: World, partner: string, traffic: Traffic): Promise<Governs> {
  const roots = [...new Set(traffic.rows.map(({ version }) => version).filter((root) => root !== null))]
  const terms = new Map<Digest, Terms>()
  for (const root of roots)
    terms.set(root, present(await termsOfRoot(w, root), 'a version that a payment carries is stored'))
  const [first] = terms.values()
  // Versions change seldom: the one in force is looked up at each day that a month can end on.
  const at = new Map<Instant, Terms>()
  const zone = first?.clauses.fees.zone ?? 'UTC'
  for (const month of new Set(traffic.rows.map((row) => monthOf(row.paidAt, zone)))) {
    const ends = endOfMonth(month, zone)
    const version = await inForce(w, partner, ends - 1)
    if (version) at.set(ends - 1, version.terms)
  }
  const latest = (await inForce(w, partner, traffic.until - 1))?.terms ?? first
  const fallback = present(latest, 'a traffic with rows has terms')
  return {
    row: ({ version }) => terms.get(version ?? '') ?? fallback,
    at: (moment) => at.get(moment) ?? fallback,
    limits: false,
  }
}

/** What the books posted for the counted rows of a span, by kind of account on its own side. */
export async function bookedOf(
  w: World,
  { partner, from, until }: Omit<Span, 'zone'>,
): Promise<{ kind: AccountKind; minor: bigint }[]> {
  const accounts = new Map<AccountKind, bigint>()
  const book = (kind: AccountKind, side: 'debit' | 'credit', minor: bigint) =>
    accounts.set(kind, (accounts.get(kind) ?? 0n) + (accountKinds[kind].normal === side ? minor : -minor))
  const span = { partner, from, until }
  const posted = [
    ...(await pastPayments(w, span, trafficMost)).map((one) => moneyFlow('payment', one.amount, one.priced.lines)),
    ...(await pastRefunds(w, span, trafficMost)).map((one) => moneyFlow('refund', one.amount, one.lines)),
  ].flat()
  for (const { debit, credit, amount } of posted) {
    book(debit, 'debit', amount.minor)
    book(credit, 'credit', amount.minor)
  }
  return [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, minor]) => ({ kind, minor }))
}

function endOfMonth(month: string, zone: string): Instant {
  const next = Temporal.PlainDate.from(`${month}-01`).add({ months: 1 }).toString() as Day
  return startOfDay(next, zone)
}

const paymentRow = (payment: PastPayment, role: TrafficRow['role']): TrafficRow => ({
  id: payment.id,
  kind: 'payment',
  of: null,
  at: payment.at,
  askedAt: payment.askedAt,
  paidAt: payment.paidAt,
  product: payment.product,
  strength: payment.strength,
  merchant: payment.merchant,
  // The reference is the merchant's and may be somebody's name: only its likeness is needed.
  payer: payment.payer === null ? null : digestOf(`${payment.merchant} ${payment.payer}`).slice(0, 16),
  amount: payment.amount,
  reason: null,
  version: payment.version,
  role,
  meters: payment.priced.meters,
})

function refundRow(
  refund: PastRefund,
  payments: ReadonlyMap<string, PastPayment>,
  role: TrafficRow['role'],
): TrafficRow {
  const payment = present(payments.get(refund.payment), 'a refund has its payment')
  const { id, at, amount } = refund
  const of = payment.id
  return { ...paymentRow(payment, role), id, kind: 'refund', of, at, askedAt: at, paidAt: at, amount, meters: [] }
}

// By moment; captures of one millisecond by where their meters stood, which is the order in which they took the lock.
function inOrder(rows: TrafficRow[]): TrafficRow[] {
  const place = ({ kind, meters }: TrafficRow): bigint =>
    kind === 'payment' ? meters.reduce((most, { count }) => (count > most ? count : most), 0n) : 1n << 62n
  return rows.sort((a, b) => {
    if (a.at !== b.at) return a.at - b.at
    const [before, after] = [place(a), place(b)]
    return before < after ? -1 : before > after ? 1 : a.id < b.id ? -1 : 1
  })
}
