import type { Currency } from '../base/currency.ts'
import type { Instant } from '../base/time.ts'
import { many, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'

/** A payment as its payer may see it. */
export type PayersPayment = {
  id: string
  merchant: string
  subject: string
  currency: Currency
  minor: bigint
  refundedMinor: bigint
  state: string
  wallet: string | null
  createdAt: Instant
}
type Row = Omit<PayersPayment, 'refundedMinor' | 'createdAt'> & { refunded_minor: bigint; created_at_ms: bigint }

const ofPayer = query<{ payer: string; ids: string[]; most: number }, Row>()`
  select id, merchant, subject, currency, minor, refunded_minor, state, wallet, created_at_ms from payments.payment
   where payer = ${'payer'} or id = any(${'ids'}::text[])
   order by created_at_ms desc, id desc limit ${'most'}`

const payersPast = query<
  { before: number; most: number; held: string[] },
  { object: string; subject: string; at_ms: bigint }
>()`
  select id as object, payer as subject, updated_at_ms as at_ms from payments.payment
   where payer is not null and updated_at_ms < ${'before'}
     and state in ('captured', 'partly_refunded', 'refunded', 'declined', 'cancelled', 'expired')
     and not id = any(${'held'}::text[]) and not payer = any(${'held'}::text[])
   order by updated_at_ms, id limit ${'most'}`

const dropPayers = query<{ ids: string[] }>()`
  update payments.payment set payer = null where id = any(${'ids'}::text[]) and payer is not null`

/** Payments of one payer, or among the ids given, newest first. */
export async function paymentsOfPayer(
  w: World | Inside,
  payer: string,
  ids: readonly string[],
  most: number,
): Promise<PayersPayment[]> {
  return (await many(w, ofPayer, { payer, ids: [...ids], most })).map(({ refunded_minor, created_at_ms, ...row }) => ({
    ...row,
    minor: BigInt(row.minor),
    refundedMinor: BigInt(refunded_minor),
    createdAt: Number(created_at_ms),
  }))
}

/** Ended payments that still name their payer and changed last before a moment, oldest first. */
export async function payersBefore(
  w: World | Inside,
  before: Instant,
  most: number,
  held: string[],
): Promise<{ object: string; subject: string | null; endedAt: Instant }[]> {
  const rows = await many(w, payersPast, { before, most, held })
  return rows.map(({ object, subject, at_ms }) => ({ object, subject, endedAt: Number(at_ms) }))
}

export const removePayers = (i: Inside, ids: string[]): Promise<number> => run(i, dropPayers, { ids })
