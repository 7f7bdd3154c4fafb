import type { Currency } from '../base/currency.ts'
import type { Day } from '../base/time.ts'
import type { Exemption } from '../sca/exemptionRules.ts'
import type { Level } from '../sca/level.ts'
import { many, one, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'
import type { Payment, PaymentState } from './payment.ts'
import { type PaymentRow, toPayment } from './store.ts'

// Sums of payments for the day's work: bounded by the span they are asked for.

/** Payments begun in [from, until), in one currency. */
export type Span = { currency: Currency; from: number; until: number }

export type DayTotal = { day: Day; count: number; minor: bigint; refunded: bigint }
const byDay = query<Span & { zone: string }, DayTotal>()`
  select to_char(to_timestamp(created_at_ms / 1000.0) at time zone ${'zone'}, 'YYYY-MM-DD') as day, count(*)::int as count,
         sum(minor)::bigint as minor, sum(refunded_minor)::bigint as refunded
    from payments.payment
   where created_at_ms >= ${'from'} and created_at_ms < ${'until'} and currency = ${'currency'}
     and state in ('captured', 'partly_refunded', 'refunded')
   group by 1 order by 1 limit 400`

export type HourTotal = { day: Day; hour: number; count: number; minor: bigint }
const byHour = query<Span & { zone: string }, HourTotal>()`
  select to_char(to_timestamp(created_at_ms / 1000.0) at time zone ${'zone'}, 'YYYY-MM-DD') as day,
         extract(hour from to_timestamp(created_at_ms / 1000.0) at time zone ${'zone'})::int as hour, count(*)::int as count,
         sum(minor)::bigint as minor
    from payments.payment
   where created_at_ms >= ${'from'} and created_at_ms < ${'until'} and currency = ${'currency'}
     and state in ('captured', 'partly_refunded', 'refunded')
   group by 1, 2 order by 1, 2 limit 1000`

export type StateTotal = { state: PaymentState; wallet: string | null; count: number; minor: bigint }
const byState = query<Span, StateTotal>()`
  select state, wallet, count(*)::int as count, sum(minor)::bigint as minor
    from payments.payment
   where created_at_ms >= ${'from'} and created_at_ms < ${'until'} and currency = ${'currency'}
   group by state, wallet order by state, wallet limit 1000`

const unknownTotal = query<{ currency: Currency }, { count: number; minor: bigint; oldest_ms: bigint | null }>()`
  select count(*)::int as count, coalesce(sum(minor), 0)::bigint as minor, min(created_at_ms) as oldest_ms
    from payments.payment where state = 'unknown' and currency = ${'currency'}`

const unknownOldest = query<{ most: number }, PaymentRow>()`
  select id, merchant, order_no, order_digest, store, product, subject, currency, minor, refunded_minor, refunding_minor, state,
         partner, wallet, payer, strength, level, exemption, wants_authentication, agreement, version, version_digest,
         return_url, holds, priced, frozen, cancelling, expires_at_ms, created_at_ms, captured_at_ms, updated_at_ms
    from payments.payment where state = 'unknown' order by created_at_ms, id limit ${'most'}`

export type LevelTotal = { level: Level; exemption: Exemption | null; count: number; minor: bigint }
const byLevel = query<Span, LevelTotal>()`
  select level, exemption, count(*)::int as count, sum(minor)::bigint as minor
    from payments.payment
   where created_at_ms >= ${'from'} and created_at_ms < ${'until'} and currency = ${'currency'}
     and state in ('captured', 'partly_refunded', 'refunded')
   group by level, exemption order by level, exemption limit 100`

/** Captured payments by how surely their payer was recognised. */
export const totalsByLevel = (w: World, span: Span): Promise<LevelTotal[]> => many(w, byLevel, span)

export type Health = { calls: number; unknown: number; median_ms: number | null }
// Calls belong to payments begun not long before: the index on wallet and time bounds the look.
const callsSince = query<{ wallet: string; since: number; begun: number }, Health>()`
  select count(*)::int as calls, count(*) filter (where c.outcome = 'unknown')::int as unknown,
         percentile_disc(0.5) within group (order by c.latency_ms) as median_ms
    from payments.payment p join payments.call c on c.payment = p.id
   where p.wallet = ${'wallet'} and p.created_at_ms >= ${'begun'} and c.at_ms >= ${'since'}`

const lastNotice = query<{ wallet: string }, { at_ms: bigint | null }>()`
  select max(at_ms) as at_ms from payments.notice where wallet = ${'wallet'}`

export const totalsByDay = (w: World, span: Span, zone: string): Promise<DayTotal[]> =>
  many(w, byDay, { ...span, zone })
export const totalsByHour = (w: World, span: Span, zone: string): Promise<HourTotal[]> =>
  many(w, byHour, { ...span, zone })
export const totalsByState = (w: World, span: Span): Promise<StateTotal[]> => many(w, byState, span)

/** Payments whose outcome is not known: how many, how much, since when, and the oldest of them. */
export async function unknownNow(
  w: World,
  currency: Currency,
  most: number,
): Promise<{ count: number; minor: bigint; oldestAt: number | null; payments: Payment[] }> {
  const { count, minor, oldest_ms } = await one(w, unknownTotal, { currency })
  const payments = (await many(w, unknownOldest, { most })).map(toPayment)
  return { count, minor, oldestAt: oldest_ms === null ? null : Number(oldest_ms), payments }
}

const begunBeforeMs = 2 * 86_400_000

/** How calls to a wallet went since a moment, and when it last sent a notice. */
export async function healthSince(
  w: World,
  wallet: string,
  since: number,
): Promise<Health & { lastNoticeAt: number | null }> {
  const health = await one(w, callsSince, { wallet, since, begun: since - begunBeforeMs })
  const { at_ms } = await one(w, lastNotice, { wallet })
  return { ...health, lastNoticeAt: at_ms === null ? null : Number(at_ms) }
}
