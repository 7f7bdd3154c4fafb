import type { Id } from '../base/id.ts'
import { newId } from '../base/id.ts'
import type { Evidence } from '../wallets/wallet.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { Attempt } from './payment.ts'

type Row = {
  id: Id<'att'>
  payment: Id<'pay'>
  position: number
  wallet: string
  order_no: string
  asked: Attempt['asked']
  said: Attempt['said']
  books: Attempt['books']
  because: string | null
  code: string | null
  wallet_no: string | null
  payer: string | null
  paid_at_ms: bigint | null
  cancel_asked_ms: bigint | null
  asks: number
  ask_at_ms: bigint | null
  created_at_ms: bigint
}

export type Call = {
  id: string
  refund: string | null
  operation: string
  outcome: string
  code: string | null
  request: string
  response: string
  httpStatus: number | null
  latencyMs: number
  at: number
}

const insert = query<Attempt>()`
  insert into payments.attempt (id, payment, position, wallet, order_no, asked, said, books, because, code, wallet_no, payer,
    paid_at_ms, asks, ask_at_ms, created_at_ms)
  values (${'id'}, ${'payment'}, ${'position'}, ${'wallet'}, ${'orderNo'}, ${'asked'}, ${'said'}, ${'books'}, ${'because'},
    ${'code'}, ${'walletNo'}, ${'payer'}, ${'paidAt'}, ${'asks'}, ${'askAt'}, ${'createdAt'})`

const update = query<Attempt>()`
  update payments.attempt
     set said = ${'said'}, books = ${'books'}, because = ${'because'}, code = ${'code'}, wallet_no = ${'walletNo'},
         payer = ${'payer'}, paid_at_ms = ${'paidAt'}, cancel_asked_ms = ${'cancelAskedAt'},
         asks = ${'asks'}, ask_at_ms = ${'askAt'}
   where id = ${'id'}`

const ofPayment = query<{ payment: string }, Row>()`
  select id, payment, position, wallet, order_no, asked, said, books, because, code, wallet_no, payer, paid_at_ms,
         cancel_asked_ms, asks, ask_at_ms, created_at_ms
    from payments.attempt where payment = ${'payment'} order by position limit 20`

const byId = query<{ id: string }, Row>()`
  select id, payment, position, wallet, order_no, asked, said, books, because, code, wallet_no, payer, paid_at_ms,
         cancel_asked_ms, asks, ask_at_ms, created_at_ms
    from payments.attempt where id = ${'id'}`

const byOrderNo = query<{ wallet: string; orderNo: string }, { id: Id<'att'> }>()`
  select id from payments.attempt where wallet = ${'wallet'} and order_no = ${'orderNo'}`

const insertCall = query<Call & { payment: string }>()`
  insert into payments.call (id, payment, refund, operation, outcome, code, request, response, http_status, latency_ms, at_ms)
  values (${'id'}, ${'payment'}, ${'refund'}, ${'operation'}, ${'outcome'}, ${'code'}, ${'request'}, ${'response'},
    ${'httpStatus'}, ${'latencyMs'}, ${'at'})`

const calls = query<
  { payment: string },
  Omit<Call, 'httpStatus' | 'latencyMs' | 'at'> & { http_status: number | null; latency_ms: number; at_ms: bigint }
>()`
  select id, refund, operation, outcome, code, request, response, http_status, latency_ms, at_ms from payments.call
   where payment = ${'payment'} order by at_ms, id limit 300`

export async function saveAttempt(i: Inside, attempt: Attempt): Promise<void> {
  await run(i, insert, attempt)
  const { id, payment, wallet, asked, orderNo } = attempt
  record(i, { act: 'payments.attempt', object: payment, facts: { attempt: id, wallet, asked, orderNo } })
}

export async function keepAttempt(i: Inside, attempt: Attempt): Promise<void> {
  await run(i, update, attempt)
  const { id, payment, said, books, because } = attempt
  record(i, { act: 'payments.keep_attempt', object: payment, facts: { attempt: id, said, books, because } })
}

/** A payment's tries, first to last. */
export async function attemptsOf(w: World | Inside, payment: string): Promise<Attempt[]> {
  return (await many(w, ofPayment, { payment })).map(toAttempt)
}

export async function attemptById(w: World | Inside, id: string): Promise<Attempt> {
  return toAttempt(await one(w, byId, { id }))
}

export async function attemptOfOrderNo(w: World | Inside, wallet: string, orderNo: string): Promise<Attempt | null> {
  const row = await maybe(w, byOrderNo, { wallet, orderNo })
  return row && (await attemptById(w, row.id))
}

/** Keeps what went over the wire, as the connector redacted it. */
export async function saveCall(
  i: Inside,
  call: { payment: string; refund: string | null; outcome: string; evidence: Evidence },
): Promise<void> {
  const { operation, sentAt: at, latencyMs, httpStatus, request, response, code } = call.evidence
  const id = newId('cal', i.now(), i.random)
  const { payment, refund, outcome } = call
  record(i, { act: 'payments.wallet_answered', object: refund ?? payment, facts: { call: id, operation, outcome } })
  await run(i, insertCall, {
    id,
    payment,
    refund,
    outcome,
    operation,
    at,
    latencyMs: Math.round(latencyMs),
    httpStatus,
    request,
    response,
    code,
  })
}

/** At most 300 calls of a payment, oldest first. */
export async function callsOf(w: World, payment: string): Promise<Call[]> {
  const rows = await many(w, calls, { payment })
  return rows.map(({ http_status, latency_ms, at_ms, ...same }) => ({
    ...same,
    httpStatus: http_status,
    latencyMs: latency_ms,
    at: Number(at_ms),
  }))
}

function toAttempt(row: Row): Attempt {
  const { order_no, wallet_no, paid_at_ms, cancel_asked_ms, ask_at_ms, created_at_ms, ...same } = row
  return {
    ...same,
    orderNo: order_no,
    walletNo: wallet_no,
    paidAt: paid_at_ms === null ? null : Number(paid_at_ms),
    cancelAskedAt: cancel_asked_ms === null ? null : Number(cancel_asked_ms),
    askAt: ask_at_ms === null ? null : Number(ask_at_ms),
    createdAt: Number(created_at_ms),
  }
}
