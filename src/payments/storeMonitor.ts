import { assert } from '../base/assert.ts'
import type { Instant } from '../base/time.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'

// What clauses about a partner's traffic are measured on: sums by window and merchant, never single payments of people.

/** Windows of time, each [from, until). */
export type Windows = readonly { from: Instant; until: Instant }[]
/** A sum in one window (its place in the list asked for). */
export type WindowSum = { window: number; merchant: string; minor: bigint; count: bigint }
export type WindowCalls = WindowSum & { failed: bigint }

type Span = { partner: string; currency: string; froms: number[]; untils: number[]; limit: number }
type Row = { window: bigint; merchant: string; minor: bigint; count: bigint }

const captured = query<Span, Row>()`
  select s.place as window, p.merchant, sum(p.minor)::bigint as minor, count(*) as count
    from unnest(${'froms'}::bigint[], ${'untils'}::bigint[]) with ordinality as s(from_ms, until_ms, place)
    join payments.payment p on p.captured_at_ms >= s.from_ms and p.captured_at_ms < s.until_ms
   where p.partner = ${'partner'} and p.currency = ${'currency'} and p.captured_at_ms is not null
   group by 1, 2 order by 1, 2 limit ${'limit'}`

const refunded = query<Span, Row>()`
  select s.place as window, p.merchant, sum(r.minor)::bigint as minor, count(*) as count
    from unnest(${'froms'}::bigint[], ${'untils'}::bigint[]) with ordinality as s(from_ms, until_ms, place)
    join payments.refund r on r.ended_at_ms >= s.from_ms and r.ended_at_ms < s.until_ms and r.state = 'refunded'
    join payments.payment p on p.id = r.payment
   where p.partner = ${'partner'} and p.currency = ${'currency'} and not r.late
   group by 1, 2 order by 1, 2 limit ${'limit'}`

// An operation that was repeated within a window counts once, and as failed only when none of its calls was answered.
const called = query<Span, Row & { failed: bigint }>()`
  with operation as (
    select s.place, p.merchant, p.id, p.minor, c.operation, c.refund, bool_and(c.outcome = 'unknown') as failed
      from unnest(${'froms'}::bigint[], ${'untils'}::bigint[]) with ordinality as s(from_ms, until_ms, place)
      join payments.call c on c.at_ms >= s.from_ms and c.at_ms < s.until_ms
      join payments.payment p on p.id = c.payment
     where p.partner = ${'partner'} and p.currency = ${'currency'}
     group by s.place, p.merchant, p.id, p.minor, c.operation, c.refund)
  select place as window, merchant, coalesce(sum(minor) filter (where failed), 0)::bigint as minor, count(*) as count,
         count(*) filter (where failed) as failed
    from operation group by 1, 2 order by 1, 2 limit ${'limit'}`

const owners = query<{ ids: string[]; partner: string; limit: number }, { id: string; merchant: string }>()`
  select id, merchant from payments.payment where id = any(${'ids'}::text[]) and partner = ${'partner'} limit ${'limit'}`

const rowsMost = 100_000
const idsMost = 20_000

/** What was captured in each window, by merchant. */
export async function capturedIn(w: World, partner: string, currency: string, windows: Windows): Promise<WindowSum[]> {
  return whole(await many(w, captured, spanOf(partner, currency, windows))).map(toSum)
}

/** What was given back in each window, by merchant. */
export async function refundedIn(w: World, partner: string, currency: string, windows: Windows): Promise<WindowSum[]> {
  return whole(await many(w, refunded, spanOf(partner, currency, windows))).map(toSum)
}

/** What the wallet was asked in each window, by merchant: operations, those without an answer, and the payments behind these. */
export async function calledIn(w: World, partner: string, currency: string, windows: Windows): Promise<WindowCalls[]> {
  const rows = whole(await many(w, called, spanOf(partner, currency, windows)))
  return rows.map((row) => ({ ...toSum(row), failed: row.failed }))
}

/** Merchants of those of some payments (at most 20,000) that this partner's wallet paid, by payment. */
export async function merchantsOfPayments(
  w: World,
  partner: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  assert(ids.length <= idsMost, 'payments are looked up in a bounded number')
  const rows = await many(w, owners, { ids: [...ids], partner, limit: idsMost })
  return new Map(rows.map(({ id, merchant }) => [id, merchant]))
}

const spanOf = (partner: string, currency: string, windows: Windows): Span => ({
  partner,
  currency,
  froms: windows.map(({ from }) => from),
  untils: windows.map(({ until }) => until),
  limit: rowsMost,
})

// A sum that was cut off would look like little traffic.
function whole<T>(rows: T[]): T[] {
  assert(rows.length < rowsMost, `sums by window and merchant stay below ${rowsMost} rows`)
  return rows
}

// The database counts places from 1.
const toSum = ({ window, merchant, minor, count }: Row): WindowSum => ({
  window: Number(window) - 1,
  merchant,
  minor,
  count,
})
