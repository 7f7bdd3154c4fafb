import type { InForce } from '../agreements/agreement.ts'
import { agreementFaults } from '../agreements/errors.ts'
import { inForce } from '../agreements/inForce.ts'
import { allows } from '../agreements/scope.ts'
import { refuseStopped } from '../agreements/stop.ts'
import type { Product, Strength } from '../agreements/terms.ts'
import { assert } from '../base/assert.ts'
import { type Canonical, canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { type Money, zero } from '../base/money.ts'
import { minuteMs } from '../base/time.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { payableMerchant } from '../merchants/find.ts'
import { partnerByWallet } from '../partners/find.ts'
import { countDay } from '../sca/dayLimit.ts'
import { scaFaults } from '../sca/errors.ts'
import { authenticationOf } from '../sca/find.ts'
import { levelOf, strongerOf } from '../sca/level.ts'
import { requireAuthentication, type Asked as ScaAsk } from '../sca/requireAuthentication.ts'
import { transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import type { Inside, World } from '../world/world.ts'
import { paymentFaults } from './errors.ts'
import { holdLimits } from './meters.ts'
import type { Attempt, LimitHold, Payment } from './payment.ts'
import { bindPayment, lockPayment, paymentOfOrder, savePayment } from './store.ts'
import { saveAttempt } from './storeAttempt.ts'

/** What a merchant asks for. `wallet` may be left to the payer at the checkout when the product is `online`. */
export type Order = {
  merchant: Id<'mer'>
  orderNo: string
  amount: Money
  product: Product
  subject: string
  wallet: string | null
  store: Id<'sto'> | null
  /** The merchant's own reference of the payer. */
  payer: string | null
  returnUrl: string | null
  /** The payer is to be authenticated with us at the checkout, whatever the rules would let pass. */
  authenticate: boolean
  expiresInMinutes: number
}

export type Opened = { payment: Id<'pay'>; attempt: Id<'att'> | null; isNew: boolean; checkoutToken: string | null }

// A wallet's answer to the first call normally takes a second; after this long we ask by ourselves.
const firstInquiryMs = 3_000

/**
 * Writes a payment down before anybody is asked: version in force, limits, attempt, first inquiry, all in one transaction. A
 * repeated order answers the first payment when its content is the same; else the fault `payments.order_differs`.
 */
export async function openPayment(w: World, order: Order, actor: string): Promise<Opened> {
  const { amount, authenticate, ...plain } = order
  // Left out when absent, so that an order of before this member keeps its digest.
  const content: Canonical = { ...plain, ...(authenticate ? { authenticate: true } : {}) }
  const orderDigest = digestOf(canonical({ ...content, currency: amount.currency, minor: amount.minor.toString() }))
  const checkoutToken = order.product === 'online' ? Buffer.from(w.random.bytes(24)).toString('base64url') : null
  return await transaction(w, async (i): Promise<Opened> => {
    const known = await paymentOfOrder(i, order.merchant, order.orderNo)
    if (known) return sameOrder(known, orderDigest, order.orderNo)
    const merchant = await payableMerchant(i, order.merchant)
    const payment = newPayment(i, order, orderDigest)
    const bound = order.wallet === null ? null : await bindable(i, payment, order.wallet, merchant.region)
    const full = bound ? { ...payment, ...bound.fields } : payment
    if (!(await savePayment(i, full, checkoutToken && digestOf(checkoutToken), actor))) {
      const first = await paymentOfOrder(i, order.merchant, order.orderNo)
      assert(first, 'an order that is taken has its payment')
      return sameOrder(first, orderDigest, order.orderNo)
    }
    const attempt = bound && (await startAttempt(i, full))
    if (!bound) await addJob(i, 'payments.expire', { payment: payment.id }, payment.expiresAt)
    return { payment: payment.id, attempt: attempt?.id ?? null, isNew: true, checkoutToken }
  })
}

/** The payer chose a wallet at the checkout: binds the version in force now and starts the attempt. */
export async function chooseWallet(w: World, id: Id<'pay'>, wallet: string): Promise<Id<'att'> | null> {
  return await transaction(w, async (i) => {
    const payment = await lockPayment(i, id)
    if (payment.wallet !== null) return null // chosen before: a double click starts no second attempt
    if (payment.state !== 'created' || payment.expiresAt <= i.now()) throw paymentFaults.over({ state: payment.state })
    const merchant = await payableMerchant(i, payment.merchant)
    const proved = await proof(i, payment, wallet)
    const { fields } = await bindable(i, { ...payment, ...proved }, wallet, merchant.region)
    await bindPayment(i, { id, ...proved, ...fields })
    return (await startAttempt(i, { ...payment, ...proved, ...fields })).id
  })
}

// At the checkout the payer is authenticated with us, is exempt, or is not let on. Fault `sca.required`.
async function proof(
  i: Inside,
  payment: Payment,
  wallet: string,
): Promise<Pick<Payment, 'strength' | 'level' | 'exemption'>> {
  const requirement = await requireAuthentication(i, { ...scaAskOf(payment), instrument: wallet })
  if (requirement.required) throw scaFaults.required({ ...requirement.because }, '/authentication')
  const made = await authenticationOf(i, payment.id)
  const strength = made ? strongerOf(payment.strength, made.proof) : payment.strength
  return { strength, level: levelOf(strength), exemption: requirement.exemption }
}

/** A payment as the rules of authentication see it; its payer is known by the merchant's own reference. */
export const scaAskOf = (payment: Payment): ScaAsk => ({
  payment: payment.id,
  payer: referenceOf(payment),
  merchant: payment.merchant,
  amount: payment.amount,
  wanted: payment.wantsAuthentication,
  instrument: payment.wallet,
})

const referenceOf = ({ payer, merchant }: Payment): string | null => (payer === null ? null : `${merchant}/${payer}`)

type Bound = {
  partner: Id<'par'>
  wallet: string
  agreement: Id<'agr'>
  version: number
  versionDigest: Digest
  holds: LimitHold[]
}

// Terms in force → scope → limits. Whatever refuses names its clause; nothing has moved.
async function bindable(i: Inside, payment: Payment, wallet: string, region: string): Promise<{ fields: Bound }> {
  const partner = await partnerByWallet(i, wallet)
  if (partner) await refuseStopped(i, { partner: partner.id, merchant: payment.merchant, wallet })
  if (partner?.stage !== 'live') throw paymentFaults.walletUnknown({ wallet })
  const version: InForce | null = await inForce(i, partner.id, i.now())
  if (!version) throw agreementFaults.noneInForce({ wallet })
  const verdict = allows(version.terms, { product: payment.product, currency: payment.amount.currency, region })
  if (!verdict.allowed) throw paymentFaults.outOfScope({ zh: verdict.zh, en: verdict.en }, verdict.path)
  // The law's own sums come after the contract's, which are never looser when it was written well, and name their clause.
  const { holds, transfers } = await holdLimits(i, version.terms, payment, i.now())
  await countDay(i, { ...payment, payment: payment.id, payer: referenceOf(payment) })
  if (transfers.length > 0) {
    const [booked] = await post(i, [newPosting(i, { object: payment.id, version: version.root, transfers })])
    assert(booked?.outcome === 'posted', 'limits were decided on locked meters')
  }
  return {
    fields: {
      partner: partner.id,
      wallet,
      agreement: version.agreement,
      version: version.number,
      versionDigest: version.root,
      holds,
    },
  }
}

async function startAttempt(i: Inside, payment: Payment): Promise<Attempt> {
  assert(payment.wallet !== null, 'an attempt has its wallet')
  const at = i.now()
  const id = newId('att', at, i.random)
  const attempt: Attempt = {
    id,
    payment: payment.id,
    position: 1,
    wallet: payment.wallet,
    orderNo: id.slice('att_'.length).toUpperCase(),
    asked: payment.product === 'qr-consumer' ? 'pay' : 'precreate',
    said: 'nothing',
    books: 'nothing',
    because: null,
    code: null,
    walletNo: null,
    payer: null,
    paidAt: null,
    cancelAskedAt: null,
    asks: 0,
    askAt: at + firstInquiryMs,
    createdAt: at,
  }
  await saveAttempt(i, attempt)
  await addJob(i, 'payments.inquire', { attempt: id }, at + firstInquiryMs)
  return attempt
}

function newPayment(i: Inside, order: Order, orderDigest: Digest): Payment {
  const at = i.now()
  return {
    id: newId('pay', at, i.random),
    merchant: order.merchant,
    orderNo: order.orderNo,
    orderDigest,
    store: order.store,
    product: order.product,
    subject: order.subject,
    amount: order.amount,
    refunded: zero(order.amount.currency),
    refunding: zero(order.amount.currency),
    state: 'created',
    partner: null,
    wallet: null,
    payer: order.payer,
    strength: strengthOf(order.product),
    level: levelOf(strengthOf(order.product)),
    exemption: null,
    wantsAuthentication: order.authenticate,
    agreement: null,
    version: null,
    versionDigest: null,
    returnUrl: order.returnUrl,
    holds: [],
    priced: null,
    frozen: null,
    cancelling: false,
    expiresAt: at + order.expiresInMinutes * minuteMs,
    createdAt: at,
    capturedAt: null,
    updatedAt: at,
  }
}

// What the wallet itself proves: a shown payment code is one factor (possession of the phone); scanning and confirming in the
// wallet is two (the phone, and a password or a fingerprint). At the checkout the payer may prove more to us.
const strengthOf = (product: Product): Strength =>
  product === 'qr-consumer' || product === 'nfc' ? 'one-factor' : 'two-factor'

function sameOrder(known: { id: Id<'pay'>; digest: Digest }, digest: Digest, orderNo: string): Opened {
  if (known.digest !== digest) throw paymentFaults.orderDiffers({ order: orderNo })
  return { payment: known.id, attempt: null, isNew: false, checkoutToken: null }
}
