import type { Currency } from '../base/currency.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Refund, RefundState } from './payment.ts'
import { linesFromJson, linesToJson } from './pricedJson.ts'

type Row = {
  id: Id<'ref'>
  payment: Id<'pay'>
  request_no: string
  currency: Currency
  minor: bigint
  state: RefundState
  reason: string
  actor: string
  late: boolean
  hold: string | null
  hold_minor: bigint
  because: string | null
  priced: never
  asks: number
  ask_at_ms: bigint | null
  created_at_ms: bigint
  ended_at_ms: bigint | null
  person: string | null
  approval: string | null
}

const insert = query<Omit<Refund, 'amount' | 'priced'> & { currency: string; minor: bigint }>()`
  insert into payments.refund (id, payment, request_no, currency, minor, state, reason, actor, late, hold, hold_minor, because, asks, ask_at_ms,
    created_at_ms, ended_at_ms, person, approval)
  values (${'id'}, ${'payment'}, ${'requestNo'}, ${'currency'}, ${'minor'}, ${'state'}, ${'reason'}, ${'actor'}, ${'late'},
    ${'hold'}, ${'holdMinor'}, ${'because'}, ${'asks'}, ${'askAt'}, ${'createdAt'}, ${'endedAt'}, ${'person'}, ${'approval'})`

const update = query<
  Pick<Refund, 'id' | 'state' | 'because' | 'asks' | 'askAt' | 'endedAt'> & { priced: string | null }
>()`
  update payments.refund
     set state = ${'state'}, because = ${'because'}, priced = ${'priced'}::jsonb, asks = ${'asks'}, ask_at_ms = ${'askAt'},
         ended_at_ms = ${'endedAt'}
   where id = ${'id'}`

const ofPayment = query<{ payment: string }, Row>()`
  select id, payment, request_no, currency, minor, state, reason, actor, late, hold, hold_minor, because, priced, asks, ask_at_ms, created_at_ms,
         ended_at_ms, person, approval
    from payments.refund where payment = ${'payment'} order by created_at_ms, id limit 200`

const byId = query<{ id: string }, Row>()`
  select id, payment, request_no, currency, minor, state, reason, actor, late, hold, hold_minor, because, priced, asks, ask_at_ms, created_at_ms,
         ended_at_ms, person, approval
    from payments.refund where id = ${'id'}`

const byRequestNo = query<{ requestNo: string }, { id: Id<'ref'> }>()`
  select id from payments.refund where request_no = ${'requestNo'}`

// A late success that goes back by itself is nobody's refund.
const unchecked = query<{ payment: string; currency: string }, { minor: bigint }>()`
  select coalesce(sum(minor), 0)::bigint as minor from payments.refund
   where payment = ${'payment'} and currency = ${'currency'} and approval is null and not late and state <> 'declined'`

const uncheckedOfPerson = query<{ person: string; currency: string; after: number }, { minor: bigint }>()`
  select coalesce(sum(minor), 0)::bigint as minor from payments.refund
   where person = ${'person'} and created_at_ms > ${'after'} and currency = ${'currency'} and approval is null
     and state <> 'declined'`

const oneOfPerson = query<{ person: string }, { taken: string }>()`
  select pg_advisory_xact_lock(hashtextextended(${'person'}::text, 4711))::text as taken`

const insertNotice = query<{
  id: string
  wallet: string
  noticeId: string | null
  verdict: string
  payment: string | null
  detail: string
  text: string
  rawDigest: string
  at: number
}>()`
  insert into payments.notice (id, wallet, notice_id, verdict, payment, detail, text, raw_digest, at_ms)
  values (${'id'}, ${'wallet'}, ${'noticeId'}, ${'verdict'}, ${'payment'}, ${'detail'}, ${'text'}, ${'rawDigest'}, ${'at'})
  on conflict do nothing`

const noticeSeen = query<{ wallet: string; noticeId: string }, { id: string }>()`
  select id from payments.notice where wallet = ${'wallet'} and notice_id = ${'noticeId'}`

const notices = query<
  { payment: string },
  { id: string; verdict: string; detail: string; text: string; at_ms: bigint }
>()`
  select id, verdict, detail, text, at_ms from payments.notice where payment = ${'payment'} order by at_ms, id limit 200`

export type NoticeVerdict = 'applied' | 'older' | 'illegal' | 'forged' | 'not_understood' | 'not_ours' | 'contradiction'
export type NewNotice = {
  id: string
  wallet: string
  noticeId: string | null
  verdict: NoticeVerdict
  payment: string | null
  detail: string
  text: string
  rawDigest: string
}

export async function saveRefund(i: Inside, refund: Refund): Promise<void> {
  await run(i, insert, { ...refund, currency: refund.amount.currency, minor: refund.amount.minor })
}

export async function keepRefund(i: Inside, refund: Refund): Promise<void> {
  const priced = refund.priced === null ? null : JSON.stringify(linesToJson(refund.priced))
  await run(i, update, { ...refund, priced })
}

/** A payment's refunds, oldest first. */
export async function refundsOf(w: World | Inside, payment: string): Promise<Refund[]> {
  return (await many(w, ofPayment, { payment })).map(toRefund)
}

export async function refundById(w: World | Inside, id: string): Promise<Refund> {
  return toRefund(await one(w, byId, { id }))
}

export async function refundOfRequestNo(w: World | Inside, requestNo: string): Promise<Refund | null> {
  const row = await maybe(w, byRequestNo, { requestNo })
  return row && (await refundById(w, row.id))
}

/** What went back, or is on its way, of a payment without anybody's approval, in minor units. */
export const uncheckedOf = async (w: World | Inside, payment: string, currency: Currency): Promise<bigint> =>
  (await one(w, unchecked, { payment, currency })).minor

/** What a person refunded after a moment without anybody's approval, in minor units. */
export const uncheckedBy = async (
  w: World | Inside,
  person: string,
  currency: Currency,
  after: number,
): Promise<bigint> => (await one(w, uncheckedOfPerson, { person, currency, after })).minor

/** Refunds of one person are decided one after the other until the transaction ends, whatever payments they are of. */
export async function oneRefundAtATime(i: Inside, person: string): Promise<void> {
  await one(i, oneOfPerson, { person })
}

/** Records a notice. False when the wallet has sent this one before. */
export async function saveNotice(i: Inside, notice: NewNotice): Promise<boolean> {
  const { id, wallet, verdict, payment, rawDigest } = notice
  record(i, {
    act: 'payments.notice',
    object: payment ?? id,
    facts: { notice: id, wallet, verdict, digest: rawDigest },
  })
  return (await run(i, insertNotice, { ...notice, at: i.now() })) === 1
}

export async function noticeWasSeen(w: World | Inside, wallet: string, noticeId: string): Promise<boolean> {
  return (await maybe(w, noticeSeen, { wallet, noticeId })) !== null
}

export async function noticesOf(
  w: World,
  payment: string,
): Promise<{ id: string; verdict: string; detail: string; text: string; at: number }[]> {
  const rows = await many(w, notices, { payment })
  return rows.map(({ at_ms, ...same }) => ({ ...same, at: Number(at_ms) }))
}

function toRefund(row: Row): Refund {
  const { request_no, hold_minor, currency, minor, priced, ask_at_ms, created_at_ms, ended_at_ms, ...same } = row
  return {
    ...same,
    requestNo: request_no,
    holdMinor: hold_minor,
    amount: money(currency, minor),
    priced: priced === null ? null : linesFromJson(priced),
    askAt: ask_at_ms === null ? null : Number(ask_at_ms),
    createdAt: Number(created_at_ms),
    endedAt: ended_at_ms === null ? null : Number(ended_at_ms),
  }
}
