import type { PricedLine } from '../agreements/price.ts'
import type { Product } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { type Money, money } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import { many, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { ClearingKind, ClearingLine } from './clearing.ts'
import type { MerchantSum } from './plan.ts'

// The only SQL on clearing lines; settlements, positions and files are in storeSettlement.ts.

type LineRow = {
  id: Id<'clr'>
  object: string
  kind: ClearingKind
  partner: Id<'par'>
  wallet: string
  merchant: Id<'mer'>
  product: Product
  order_no: string
  request_no: string | null
  wallet_no: string | null
  at_ms: bigint
  currency: Currency
  amount: bigint
  merchant_fee: bigint
  wallet_fee: bigint
  revenue_share: bigint
  agreement: Id<'agr'>
  version: number
  version_digest: Digest
  clauses: (Omit<PricedLine, 'amount'> & { minor: string })[]
  meters: { rule: string; volume: string; count: string }[]
  settlement_day: Day
  settlement: Id<'stl'> | null
}
type SavedLine = Omit<LineRow, 'at_ms' | 'clauses' | 'meters' | 'settlement'> & {
  at: number
  clauses: string
  meters: string
}

const insertLine = query<SavedLine>()`
  insert into settlement.clearing_line
    (id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
     merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day)
  values
    (${'id'}, ${'object'}, ${'kind'}, ${'partner'}, ${'wallet'}, ${'merchant'}, ${'product'}, ${'order_no'}, ${'request_no'},
     ${'wallet_no'}, ${'at'}, ${'currency'}, ${'amount'}, ${'merchant_fee'}, ${'wallet_fee'}, ${'revenue_share'},
     ${'agreement'}, ${'version'}, ${'version_digest'}, ${'clauses'}::jsonb, ${'meters'}::jsonb, ${'settlement_day'})`

const linesAfter = query<{ settlement: string; merchant: string | null; after: string; most: number }, LineRow>()`
  select id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
         merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day, settlement
    from settlement.clearing_line
   where settlement = ${'settlement'} and (${'merchant'}::text is null or merchant = ${'merchant'}) and id >= ${'after'}
   order by id limit ${'most'}`

const openLinesAfter = query<
  { partner: string; day: string; merchant: string | null; after: string; most: number },
  LineRow
>()`
  select id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
         merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day, settlement
    from settlement.clearing_line
   where partner = ${'partner'} and settlement is null and settlement_day <= ${'day'}
     and (${'merchant'}::text is null or merchant = ${'merchant'}) and id >= ${'after'}
   order by id limit ${'most'}`

const linesOfOrder = query<{ partner: string; orders: string[] }, LineRow>()`
  select id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
         merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day, settlement
    from settlement.clearing_line
   where partner = ${'partner'} and order_no = any(${'orders'}::text[]) order by at_ms, id limit 20000`

const linesBetween = query<
  { partner: string; currency: string; from: number; until: number; after: string; most: number },
  LineRow
>()`
  select id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
         merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day, settlement
    from settlement.clearing_line
   where partner = ${'partner'} and currency = ${'currency'} and at_ms >= ${'from'} and at_ms < ${'until'} and id > ${'after'}
   order by id limit ${'most'}`

const linesOfObjects = query<{ objects: string[] }, LineRow>()`
  select id, object, kind, partner, wallet, merchant, product, order_no, request_no, wallet_no, at_ms, currency, amount,
         merchant_fee, wallet_fee, revenue_share, agreement, version, version_digest, clauses, meters, settlement_day, settlement
    from settlement.clearing_line where object = any(${'objects'}::text[]) order by id limit 1000`

const take = query<{ settlement: string; partner: string; day: string; currencies: string[] }>()`
  update settlement.clearing_line set settlement = ${'settlement'}
   where partner = ${'partner'} and settlement is null and settlement_day <= ${'day'}
     and currency = any(${'currencies'}::text[])`

type SumRow = {
  merchant: string
  currency: Currency
  payments: string
  payments_count: number
  refunds: string
  refunds_count: number
  adjustments: string
  adjustments_count: number
  merchant_fee: string
  wallet_fee: string
  revenue_share: string
}

const openSums = query<{ partner: string; day: string }, SumRow>()`
  select merchant, currency,
         coalesce(sum(amount) filter (where kind = 'payment'), 0)::text as payments,
         count(*) filter (where kind = 'payment')::int as payments_count,
         coalesce(sum(amount) filter (where kind = 'refund'), 0)::text as refunds,
         count(*) filter (where kind = 'refund')::int as refunds_count,
         coalesce(sum(amount) filter (where kind = 'adjustment'), 0)::text as adjustments,
         count(*) filter (where kind = 'adjustment')::int as adjustments_count,
         sum(merchant_fee)::text as merchant_fee, sum(wallet_fee)::text as wallet_fee, sum(revenue_share)::text as revenue_share
    from settlement.clearing_line
   where partner = ${'partner'} and settlement is null and settlement_day <= ${'day'}
   group by merchant, currency order by merchant, currency limit 100000`

const takenSums = query<{ settlement: string }, SumRow>()`
  select merchant, currency,
         coalesce(sum(amount) filter (where kind = 'payment'), 0)::text as payments,
         count(*) filter (where kind = 'payment')::int as payments_count,
         coalesce(sum(amount) filter (where kind = 'refund'), 0)::text as refunds,
         count(*) filter (where kind = 'refund')::int as refunds_count,
         coalesce(sum(amount) filter (where kind = 'adjustment'), 0)::text as adjustments,
         count(*) filter (where kind = 'adjustment')::int as adjustments_count,
         sum(merchant_fee)::text as merchant_fee, sum(wallet_fee)::text as wallet_fee, sum(revenue_share)::text as revenue_share
    from settlement.clearing_line where settlement = ${'settlement'}
   group by merchant, currency order by merchant, currency limit 100000`

const firstOpenDay = query<{ partner: string }, { day: Day | null }>()`
  select min(settlement_day) as day from settlement.clearing_line where partner = ${'partner'} and settlement is null`

export async function saveClearing(i: Inside, line: ClearingLine): Promise<void> {
  const { orderNo: order_no, requestNo: request_no, walletNo: wallet_no, amount } = line
  await run(i, insertLine, {
    ...line,
    order_no,
    request_no,
    wallet_no,
    currency: amount.currency,
    amount: amount.minor,
    merchant_fee: line.merchantFee.minor,
    wallet_fee: line.walletFee.minor,
    revenue_share: line.revenueShare.minor,
    version_digest: line.versionDigest,
    settlement_day: line.settlementDay,
    clauses: JSON.stringify(line.clauses.map(({ amount: { minor }, ...same }) => ({ ...same, minor: String(minor) }))),
    meters: JSON.stringify(
      [...line.meters].map(([rule, { volume, count }]) => ({ rule, volume: String(volume), count: String(count) })),
    ),
  })
}

/** A page of a settlement's lines from `from` on, in the order in which they were cleared. */
export async function linesOfSettlement(
  w: World | Inside,
  settlement: string,
  page: LinePage,
): Promise<ClearingLine[]> {
  const { merchant = null, from = '', most } = page
  return (await many(w, linesAfter, { settlement, merchant, after: from, most })).map(toLine)
}

/** A page of the lines that the next close of `day` would take. */
export async function openLines(
  w: World | Inside,
  partner: string,
  day: string,
  page: LinePage,
): Promise<ClearingLine[]> {
  const { merchant = null, from = '', most } = page
  return (await many(w, openLinesAfter, { partner, day, merchant, after: from, most })).map(toLine)
}

/** All lines of these order numbers, oldest first. At most 1,000 orders a call. */
export async function clearingOfOrders(
  w: World | Inside,
  partner: string,
  orders: readonly string[],
): Promise<ClearingLine[]> {
  return (await many(w, linesOfOrder, { partner, orders: [...orders] })).map(toLine)
}

/** A page of the lines of a partner and currency whose money moved in [from, until). */
export async function clearingBetween(
  w: World | Inside,
  ask: { partner: string; currency: Currency; from: number; until: number; after: string; most: number },
): Promise<ClearingLine[]> {
  return (await many(w, linesBetween, ask)).map(toLine)
}

/** Clearing lines of a payment and its refunds, by their ids. For the trace. */
export async function clearingOfObjects(w: World | Inside, objects: readonly string[]): Promise<ClearingLine[]> {
  return (await many(w, linesOfObjects, { objects: [...objects] })).map(toLine)
}

/** Puts every open line up to a day into a settlement; a line that is being written now goes into the next. */
export async function takeLines(
  i: Inside,
  settlement: { id: string; partner: string; day: Day },
  currencies: readonly Currency[],
): Promise<number> {
  return await run(i, take, {
    settlement: settlement.id,
    partner: settlement.partner,
    day: settlement.day,
    currencies: [...currencies],
  })
}

export async function sumsOpen(w: World | Inside, partner: string, day: Day): Promise<MerchantSum[]> {
  return (await many(w, openSums, { partner, day })).map(toSum)
}

export async function sumsTaken(w: World | Inside, settlement: string): Promise<MerchantSum[]> {
  return (await many(w, takenSums, { settlement })).map(toSum)
}

/** The earliest day with a line that no settlement has taken; null when there is none. */
export async function earliestOpenDay(w: World | Inside, partner: string): Promise<Day | null> {
  return (await one(w, firstOpenDay, { partner })).day
}

type LinePage = { merchant?: string | null; from?: string; most: number }

function toLine(row: LineRow): ClearingLine {
  const of = (minor: bigint): Money => money(row.currency, minor)
  const { id, object, kind, partner, wallet, merchant, product, agreement, version, settlement } = row
  return {
    id,
    object,
    kind,
    partner,
    wallet,
    merchant,
    product,
    agreement,
    version,
    settlement,
    orderNo: row.order_no,
    requestNo: row.request_no,
    walletNo: row.wallet_no,
    at: Number(row.at_ms),
    amount: of(row.amount),
    merchantFee: of(row.merchant_fee),
    walletFee: of(row.wallet_fee),
    revenueShare: of(row.revenue_share),
    versionDigest: row.version_digest,
    clauses: row.clauses.map(({ minor, ...same }) => ({ ...same, amount: of(BigInt(minor)) })),
    meters: new Map(
      row.meters.map(({ rule, volume, count }) => [rule, { volume: BigInt(volume), count: BigInt(count) }]),
    ),
    settlementDay: row.settlement_day,
  }
}

function toSum(row: SumRow): MerchantSum {
  const of = (minor: string): Money => money(row.currency, BigInt(minor))
  return {
    merchant: row.merchant,
    currency: row.currency,
    payments: { amount: of(row.payments), count: row.payments_count },
    refunds: { amount: of(row.refunds), count: row.refunds_count },
    adjustments: { amount: of(row.adjustments), count: row.adjustments_count },
    merchantFee: of(row.merchant_fee),
    walletFee: of(row.wallet_fee),
    revenueShare: of(row.revenue_share),
  }
}
