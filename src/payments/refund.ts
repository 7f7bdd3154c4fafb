import type { PricedLine } from '../agreements/price.ts'
import { refundable } from '../agreements/refundable.ts'
import type { Terms } from '../agreements/terms.ts'
import { assert, present } from '../base/assert.ts'
import { toDecimal } from '../base/currency.ts'
import { type Id, newId, newUuid } from '../base/id.ts'
import { add, type Money, money } from '../base/money.ts'
import { accountText } from '../ledger/account.ts'
import { lockBalances } from '../ledger/lock.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { takeBack } from '../settlement/takeBack.ts'
import { command } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { toMoneyJson } from '../world/money-json.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { askRefund } from './askRefund.ts'
import { ownersOf } from './capture.ts'
import { paymentFaults } from './errors.ts'
import { type Payment, type Refund, refundableMinor } from './payment.ts'
import { merchantHold, refundLines, termsOfPayment } from './refundPlan.ts'
import { keepPayment, lockPayment } from './store.ts'
import { saveRefund } from './storeRefund.ts'

// The wallet normally answers the first call; after this long we ask again by ourselves.
const firstInquiryMs = 10_000

/**
 * Gives money back, whole or part, under the version the payment was made under: written down with a hold on the merchant's
 * money, then the wallet is asked, then its answer is booked. Faults: `payments.cannot_refund`, `over_refund`,
 * `refund_refused` (names the clause), `merchant_funds`, `currency_differs`, `frozen`. With a key, asking again is the same refund,
 * also when the first answer was lost with us in the middle of it.
 */
export async function refund(
  w: World,
  id: Id<'pay'>,
  wish: { amount: Money; reason: string },
  actor: string,
  key: string | null = null,
  by: RefundBy = machine,
): Promise<Id<'ref'>> {
  const { amount, reason } = wish
  const input = { payment: id, currency: amount.currency, minor: amount.minor.toString(), reason }
  const opened = await command(w, 'payments.refund', key, input, (i) => openRefund(i, id, wish, actor, by))
  await askRefund(w, opened)
  return opened
}

/** Which person asked for a refund, and the approval it is made under. */
export type RefundBy = { person: string | null; approval: string | null }
const machine: RefundBy = { person: null, approval: null }

/** Writes a refund down, with its hold, before the wallet is asked. Faults as `refund`'s. */
export async function openRefund(
  i: Inside,
  id: Id<'pay'>,
  { amount, reason }: { amount: Money; reason: string },
  actor: string,
  by: RefundBy,
): Promise<Id<'ref'>> {
  const payment = await lockPayment(i, id)
  const { terms, before } = await refundableNow(i, payment, amount)
  const holdMinor =
    netOfMerchant(amount, refundLines(terms, payment, amount, before)) + (payment.refunding.minor > 0n ? 1n : 0n)
  const made = { ...newRefund(i, payment, amount, reason, actor, holdMinor), ...by }
  await holdMerchantMoney(i, payment, made)
  await saveRefund(i, made)
  await keepPayment(i, payment, { ...payment, refunding: add(payment.refunding, amount) }, 'refund asked', actor)
  await addJob(i, 'payments.refund', { refund: made.id }, i.now() + firstInquiryMs)
  const facts = { payment: id, amount: toMoneyJson(amount), approval: by.approval }
  record(i, { act: 'payments.refund', object: made.id, facts })
  return made.id
}

/** By which terms this much could be given back now, and what was or is being given back before. Faults as `refund`'s. */
export async function refundableNow(
  i: Inside,
  payment: Payment,
  amount: Money,
): Promise<{ terms: Terms; before: Money }> {
  if (payment.frozen !== null) throw paymentFaults.frozen({ because: payment.frozen })
  if (payment.state !== 'captured' && payment.state !== 'partly_refunded')
    throw paymentFaults.cannotRefund({ state: payment.state })
  if (amount.currency !== payment.amount.currency) throw paymentFaults.currencyDiffers({}, '/amount/currency')
  const most = refundableMinor(payment)
  if (amount.minor > most) throw paymentFaults.overRefund({ max: toDecimal(amount.currency, most) }, '/amount/minor')
  const terms = await termsOfPayment(i, payment)
  const before = add(payment.refunded, payment.refunding)
  const capturedAt = present(payment.capturedAt, 'a captured payment has its moment')
  const verdict = refundable(terms, {
    capturedAt,
    at: i.now(),
    captured: payment.amount,
    refundedBefore: before,
    refund: amount,
  })
  if (!verdict.allowed) throw paymentFaults.refundRefused({ zh: verdict.zh, en: verdict.en }, verdict.path)
  return { terms, before }
}

// What leaves the merchant: the refund less the fee that comes back with it. Another refund in flight may shift one minor unit
// of the fee between the two, so the hold is then one larger (see openRefund).
const netOfMerchant = (amount: Money, lines: readonly PricedLine[]): bigint =>
  lines.filter(({ payee }) => payee === 'merchant').reduce((net, line) => net - line.amount.minor, amount.minor)

// Money that was settled but not yet paid out comes back first: a merchant's refunds do not wait for its next sale.
async function holdMerchantMoney(i: Inside, payment: Payment, made: Refund): Promise<void> {
  const hold = merchantHold(payment, made, 'hold')
  if (!hold) return
  const pending = await lockBalances(i, [hold.debit])
  const available = pending.get(accountText(hold.debit))?.available.minor ?? 0n
  const short = money(made.amount.currency, made.holdMinor - available)
  const partner = ownersOf(payment).partner
  const back = short.minor > 0n ? [await takeBack(i, { partner, merchant: payment.merchant, amount: short })] : []
  const posting = newPosting(i, { object: made.id, version: payment.versionDigest, transfers: [...back, hold] })
  const [booked] = await post(i, [posting])
  assert(booked, 'a posting is answered')
  if (booked.outcome === 'refused') throw paymentFaults.merchantFunds()
}

function newRefund(
  i: Inside,
  payment: Payment,
  amount: Money,
  reason: string,
  actor: string,
  holdMinor: bigint,
): Refund {
  const id = newId('ref', i.now(), i.random)
  return {
    id,
    payment: payment.id,
    requestNo: id.slice('ref_'.length).toUpperCase(),
    amount,
    state: 'asked',
    reason,
    actor,
    ...machine,
    late: false,
    hold: newUuid(i.now(), i.random),
    holdMinor,
    because: null,
    priced: null,
    asks: 0,
    askAt: i.now() + firstInquiryMs,
    createdAt: i.now(),
    endedAt: null,
  }
}
