import { assert } from '../base/assert.ts'
import type { Canonical } from '../base/canonical.ts'
import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { money } from '../base/money.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import type { LimitHold, Payment, PaymentState, Priced } from './payment.ts'
import { pricedFromJson, pricedToJson } from './pricedJson.ts'

export type PaymentRow = {
  id: Id<'pay'>
  merchant: Id<'mer'>
  order_no: string
  order_digest: Digest
  store: Id<'sto'> | null
  product: Payment['product']
  subject: string
  currency: Currency
  minor: bigint
  refunded_minor: bigint
  refunding_minor: bigint
  state: PaymentState
  partner: Id<'par'> | null
  wallet: string | null
  payer: string | null
  strength: Payment['strength']
  level: Payment['level']
  exemption: Payment['exemption']
  wants_authentication: boolean
  agreement: Id<'agr'> | null
  version: number | null
  version_digest: Digest | null
  return_url: string | null
  holds: LimitHold[]
  priced: never
  frozen: string | null
  cancelling: boolean
  expires_at_ms: bigint
  created_at_ms: bigint
  captured_at_ms: bigint | null
  updated_at_ms: bigint
}

const insert = query<{
  id: string
  merchant: string
  orderNo: string
  orderDigest: string
  store: string | null
  product: string
  subject: string
  currency: string
  minor: bigint
  state: string
  partner: string | null
  wallet: string | null
  payer: string | null
  strength: string
  level: string
  exemption: string | null
  wantsAuthentication: boolean
  agreement: string | null
  version: number | null
  versionDigest: string | null
  returnUrl: string | null
  checkoutDigest: string | null
  holds: string
  expiresAt: number
  at: number
}>()`
  insert into payments.payment (id, merchant, order_no, order_digest, store, product, subject, currency, minor, state, partner,
    wallet, payer, strength, level, exemption, wants_authentication, agreement, version, version_digest, return_url, checkout_digest, holds, expires_at_ms,
    created_at_ms, updated_at_ms)
  values (${'id'}, ${'merchant'}, ${'orderNo'}, ${'orderDigest'}, ${'store'}, ${'product'}, ${'subject'}, ${'currency'},
    ${'minor'}, ${'state'}, ${'partner'}, ${'wallet'}, ${'payer'}, ${'strength'}, ${'level'}, ${'exemption'},
    ${'wantsAuthentication'}, ${'agreement'}, ${'version'},
    ${'versionDigest'}, ${'returnUrl'}, ${'checkoutDigest'}, ${'holds'}::jsonb, ${'expiresAt'}, ${'at'}, ${'at'})
  on conflict (merchant, order_no) do nothing`

const byId = query<{ id: string }, PaymentRow>()`
  select id, merchant, order_no, order_digest, store, product, subject, currency, minor, refunded_minor, refunding_minor, state,
         partner, wallet, payer, strength, level, exemption, wants_authentication, agreement, version, version_digest,
         return_url, holds, priced, frozen, cancelling, expires_at_ms, created_at_ms, captured_at_ms, updated_at_ms
    from payments.payment where id = ${'id'}`

const locked = query<{ id: string }, PaymentRow>()`
  select id, merchant, order_no, order_digest, store, product, subject, currency, minor, refunded_minor, refunding_minor, state,
         partner, wallet, payer, strength, level, exemption, wants_authentication, agreement, version, version_digest,
         return_url, holds, priced, frozen, cancelling, expires_at_ms, created_at_ms, captured_at_ms, updated_at_ms
    from payments.payment where id = ${'id'} for update`

const byOrder = query<{ merchant: string; orderNo: string }, { id: Id<'pay'>; order_digest: Digest }>()`
  select id, order_digest from payments.payment where merchant = ${'merchant'} and order_no = ${'orderNo'}`

const byCheckout = query<{ digest: string }, { id: Id<'pay'> }>()`
  select id from payments.payment where checkout_digest = ${'digest'}`

const update = query<{
  id: string
  state: string
  refunded: bigint
  refunding: bigint
  priced: string | null
  frozen: string | null
  cancelling: boolean
  holds: string
  capturedAt: number | null
  at: number
}>()`
  update payments.payment
     set state = ${'state'}, refunded_minor = ${'refunded'}, refunding_minor = ${'refunding'}, priced = ${'priced'}::jsonb,
         frozen = ${'frozen'}, cancelling = ${'cancelling'}, holds = ${'holds'}::jsonb, captured_at_ms = ${'capturedAt'},
         updated_at_ms = ${'at'}
   where id = ${'id'}`

const bind = query<{
  id: string
  partner: string
  wallet: string
  agreement: string
  version: number
  versionDigest: string
  strength: string
  level: string
  exemption: string | null
  holds: string
  at: number
}>()`
  update payments.payment
     set strength = ${'strength'}, level = ${'level'}, exemption = ${'exemption'}, partner = ${'partner'}, wallet = ${'wallet'}, agreement = ${'agreement'}, version = ${'version'},
         version_digest = ${'versionDigest'}, holds = ${'holds'}::jsonb, updated_at_ms = ${'at'}
   where id = ${'id'}`

const addHistory = query<{
  payment: string
  from: string | null
  to: string
  because: string
  actor: string
  at: number
}>()`
  insert into payments.history (payment, position, from_state, to_state, because, actor, at_ms)
  select ${'payment'}, count(*) + 1, ${'from'}, ${'to'}, ${'because'}, ${'actor'}, ${'at'}
    from payments.history where payment = ${'payment'}`

const historyOf = query<
  { payment: string },
  { from_state: PaymentState | null; to_state: PaymentState; because: string; actor: string; at_ms: bigint }
>()`
  select from_state, to_state, because, actor, at_ms from payments.history
   where payment = ${'payment'} order by position limit 200`

export type HistoryStep = { from: PaymentState | null; to: PaymentState; because: string; actor: string; at: number }

/** Writes a new payment with its first step. False when the merchant already has a payment under this order number. */
export async function savePayment(
  i: Inside,
  payment: Payment,
  checkoutDigest: Digest | null,
  actor: string,
): Promise<boolean> {
  const { amount, holds, createdAt: at, ...same } = payment
  const row = {
    ...same,
    currency: amount.currency,
    minor: amount.minor,
    checkoutDigest,
    holds: JSON.stringify(holds),
    at,
  }
  if ((await run(i, insert, row)) === 0) return false
  await run(i, addHistory, { payment: payment.id, from: null, to: payment.state, because: 'created', actor, at })
  const { merchant, wallet, versionDigest } = payment
  const facts = {
    merchant,
    wallet,
    currency: amount.currency,
    minor: amount.minor.toString(),
    version: versionDigest,
    actor,
  }
  record(i, { act: 'payments.open', object: payment.id, after: payment.state, facts })
  return true
}

export async function paymentById(w: World | Inside, id: string): Promise<Payment | null> {
  const row = await maybe(w, byId, { id })
  return row && toPayment(row)
}

/** The payment with its row locked: whatever happens to one payment happens one after the other. */
export async function lockPayment(i: Inside, id: string): Promise<Payment> {
  return toPayment(await one(i, locked, { id }))
}

export async function paymentOfOrder(
  w: World | Inside,
  merchant: string,
  orderNo: string,
): Promise<{ id: Id<'pay'>; digest: Digest } | null> {
  const row = await maybe(w, byOrder, { merchant, orderNo })
  return row && { id: row.id, digest: row.order_digest }
}

export async function paymentOfCheckout(w: World, tokenDigest: Digest): Promise<Payment | null> {
  const row = await maybe(w, byCheckout, { digest: tokenDigest })
  return row && (await paymentById(w, row.id))
}

/** Writes what changed and, when the state did, the step that says why. */
export async function keepPayment(
  i: Inside,
  before: Payment,
  after: Payment,
  because: string,
  actor: string,
): Promise<void> {
  const changed = await run(i, update, {
    id: after.id,
    state: after.state,
    refunded: after.refunded.minor,
    refunding: after.refunding.minor,
    priced: after.priced === null ? null : JSON.stringify(pricedToJson(after.priced)),
    frozen: after.frozen,
    cancelling: after.cancelling,
    holds: JSON.stringify(after.holds),
    capturedAt: after.capturedAt,
    at: i.now(),
  })
  assert(changed === 1, 'a kept payment exists')
  record(i, {
    act: 'payments.keep',
    object: after.id,
    before: stateOf(before),
    after: stateOf(after),
    facts: { from: before.state, to: after.state, because, actor },
  })
  if (before.state === after.state && before.frozen === after.frozen) return
  await run(i, addHistory, { payment: after.id, from: before.state, to: after.state, because, actor, at: i.now() })
}

// What a payment is at one moment, for the digests of the log.
const stateOf = ({ state, refunded, refunding, frozen, cancelling }: Payment): Canonical => ({
  state,
  refunded: refunded.minor.toString(),
  refunding: refunding.minor.toString(),
  frozen,
  cancelling,
})

/** Binds an open payment to the wallet the payer chose and to the version in force at that moment; only ever once. */
export async function bindPayment(
  i: Inside,
  bound: {
    id: string
    partner: string
    wallet: string
    agreement: string
    version: number
    versionDigest: string
    strength: Payment['strength']
    level: Payment['level']
    exemption: Payment['exemption']
    holds: LimitHold[]
  },
): Promise<void> {
  await run(i, bind, { ...bound, holds: JSON.stringify(bound.holds), at: i.now() })
  const { wallet, agreement, version, versionDigest, level, exemption } = bound
  record(i, {
    act: 'payments.bind',
    object: bound.id,
    facts: { wallet, agreement, version, digest: versionDigest, level, exemption },
  })
}

export async function stepsOfPayment(w: World, payment: string): Promise<HistoryStep[]> {
  const rows = await many(w, historyOf, { payment })
  return rows.map((row) => ({
    from: row.from_state,
    to: row.to_state,
    because: row.because,
    actor: row.actor,
    at: Number(row.at_ms),
  }))
}

export function toPayment(row: PaymentRow): Payment {
  const amount = (minor: bigint) => money(row.currency, minor)
  return {
    id: row.id,
    merchant: row.merchant,
    orderNo: row.order_no,
    orderDigest: row.order_digest,
    store: row.store,
    product: row.product,
    subject: row.subject,
    amount: amount(row.minor),
    refunded: amount(row.refunded_minor),
    refunding: amount(row.refunding_minor),
    state: row.state,
    partner: row.partner,
    wallet: row.wallet,
    payer: row.payer,
    strength: row.strength,
    level: row.level,
    exemption: row.exemption,
    wantsAuthentication: row.wants_authentication,
    agreement: row.agreement,
    version: row.version,
    versionDigest: row.version_digest,
    returnUrl: row.return_url,
    holds: row.holds,
    priced: row.priced === null ? null : (pricedFromJson(row.priced) as Priced),
    frozen: row.frozen,
    cancelling: row.cancelling,
    expiresAt: Number(row.expires_at_ms),
    createdAt: Number(row.created_at_ms),
    capturedAt: row.captured_at_ms === null ? null : Number(row.captured_at_ms),
    updatedAt: Number(row.updated_at_ms),
  }
}
