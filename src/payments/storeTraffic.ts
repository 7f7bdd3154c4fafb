import type { Product, Strength } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import { type Money, money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'
import type { Priced } from './payment.ts'
import { linesFromJson, pricedFromJson } from './pricedJson.ts'

// Captures and refunds as they were booked, for whoever replays them under other terms. Read in bounded pages.

/** A captured payment, as its capture found it. */
export type PastPayment = {
  id: string
  merchant: string
  product: Product
  strength: Strength
  payer: string | null
  amount: Money
  version: Digest
  askedAt: Instant
  paidAt: Instant
  at: Instant
  priced: Priced
}
/** Money given back, as it was booked. */
export type PastRefund = { id: string; payment: string; amount: Money; at: Instant; lines: Priced['lines'] }

type PaymentRow = {
  id: string
  merchant: string
  product: Product
  strength: Strength
  payer: string | null
  currency: Currency
  minor: bigint
  version_digest: Digest
  created_at_ms: bigint
  captured_at_ms: bigint
  paid_at_ms: bigint | null
  priced: never
}

const captured = query<
  { partner: string; from: number; until: number; afterAt: number; afterId: string; limit: number },
  PaymentRow
>()`
  select p.id, p.merchant, p.product, p.strength, p.payer, p.currency, p.minor, p.version_digest, p.created_at_ms, p.captured_at_ms,
         a.paid_at_ms, p.priced
    from payments.payment p join payments.attempt a on a.payment = p.id and a.books = 'posted'
   where p.partner = ${'partner'} and p.captured_at_ms >= ${'from'} and p.captured_at_ms < ${'until'}
     and (p.captured_at_ms, p.id) > (${'afterAt'}::bigint, ${'afterId'}::text)
   order by p.captured_at_ms, p.id limit ${'limit'}`

const byIds = query<{ ids: string[]; limit: number }, PaymentRow>()`
  select p.id, p.merchant, p.product, p.strength, p.payer, p.currency, p.minor, p.version_digest, p.created_at_ms, p.captured_at_ms,
         a.paid_at_ms, p.priced
    from payments.payment p join payments.attempt a on a.payment = p.id and a.books = 'posted'
   where p.id = any(${'ids'}::text[]) order by p.captured_at_ms, p.id limit ${'limit'}`

type RefundRow = {
  id: string
  payment: string
  currency: Currency
  minor: bigint
  ended_at_ms: bigint
  priced: never
}

const refunded = query<
  { partner: string; from: number; until: number; afterAt: number; afterId: string; limit: number },
  RefundRow
>()`
  select r.id, r.payment, r.currency, r.minor, r.ended_at_ms, r.priced
    from payments.refund r join payments.payment p on p.id = r.payment
   where p.partner = ${'partner'} and r.state = 'refunded' and not r.late
     and r.ended_at_ms >= ${'from'} and r.ended_at_ms < ${'until'}
     and (r.ended_at_ms, r.id) > (${'afterAt'}::bigint, ${'afterId'}::text)
   order by r.ended_at_ms, r.id limit ${'limit'}`

const refundedOf = query<{ payments: string[]; until: number; limit: number }, RefundRow>()`
  select id, payment, currency, minor, ended_at_ms, priced from payments.refund
   where payment = any(${'payments'}::text[]) and state = 'refunded' and not late and ended_at_ms < ${'until'}
   order by ended_at_ms, id limit ${'limit'}`

const pageSize = 2_000
type Span = { partner: string; from: Instant; until: Instant }

/** A partner's captures of [from, until) in the order of the books; one more than `most` when there are more. */
export async function pastPayments(w: World, span: Span, most: number): Promise<PastPayment[]> {
  const all: PastPayment[] = []
  for (let after = { afterAt: -1, afterId: '' }; all.length <= most; ) {
    const page = (await many(w, captured, { ...span, ...after, limit: pageSize })).map(toPayment)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = { afterAt: last.at, afterId: last.id }
  }
  return all.slice(0, most + 1)
}

/** Captures by their ids, oldest first. */
export async function pastPaymentsOf(w: World, ids: readonly string[]): Promise<PastPayment[]> {
  const all: PastPayment[] = []
  for (let from = 0; from < ids.length; from += pageSize) {
    const some = ids.slice(from, from + pageSize)
    all.push(...(await many(w, byIds, { ids: some, limit: pageSize })).map(toPayment))
  }
  return all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** Refunds to a partner's payers in [from, until) in the order of the books; one more than `most` when there are more. */
export async function pastRefunds(w: World, span: Span, most: number): Promise<PastRefund[]> {
  const all: PastRefund[] = []
  for (let after = { afterAt: -1, afterId: '' }; all.length <= most; ) {
    const page = (await many(w, refunded, { ...span, ...after, limit: pageSize })).map(toRefund)
    all.push(...page)
    const last = page.at(-1)
    if (!last || page.length < pageSize) break
    after = { afterAt: last.at, afterId: last.id }
  }
  return all.slice(0, most + 1)
}

/** What was given back of some payments before a moment. At most 200 a payment exist. */
export async function pastRefundsOf(w: World, payments: readonly string[], until: Instant): Promise<PastRefund[]> {
  const all: PastRefund[] = []
  for (let from = 0; from < payments.length; from += 100) {
    const some = payments.slice(from, from + 100)
    all.push(...(await many(w, refundedOf, { payments: some, until, limit: 20_000 })).map(toRefund))
  }
  return all.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

const toPayment = (row: PaymentRow): PastPayment => ({
  id: row.id,
  merchant: row.merchant,
  product: row.product,
  strength: row.strength,
  payer: row.payer,
  amount: money(row.currency, row.minor),
  version: row.version_digest,
  askedAt: Number(row.created_at_ms),
  paidAt: Number(row.paid_at_ms ?? row.captured_at_ms),
  at: Number(row.captured_at_ms),
  priced: pricedFromJson(row.priced),
})

const toRefund = (row: RefundRow): PastRefund => ({
  id: row.id,
  payment: row.payment,
  amount: money(row.currency, row.minor),
  at: Number(row.ended_at_ms),
  lines: linesFromJson(row.priced ?? []),
})
