import { priceCapture } from '../agreements/price.ts'
import type { Terms } from '../agreements/terms.ts'
import { assert, present } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { addClearing } from '../settlement/addClearing.ts'
import type { NewClearingLine } from '../settlement/clearing.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import { toMoneyJson } from '../world/money-json.ts'
import type { Inside } from '../world/world.ts'
import { type Owners, paidEntries, suspendedEntry } from './entries.ts'
import { asMeters, lockFeeMeters, meterEntries, releaseHolds } from './meters.ts'
import type { Attempt, Payment, Priced, Refund } from './payment.ts'
import { keepPayment } from './store.ts'
import { keepAttempt } from './storeAttempt.ts'
import { saveRefund } from './storeRefund.ts'

/** The ledger's name of our own side. */
export const institution = 'institution'

/**
 * Books a paid payment, once: price under the version it carries, entries that name clause and path, fee meters, limits, one
 * clearing line, and the state. All in the caller's transaction, with the payment's row locked.
 */
export async function capture(
  i: Inside,
  payment: Payment,
  attempt: Attempt,
  terms: Terms,
  actor: string,
): Promise<void> {
  const at = attempt.paidAt ?? i.now()
  const metered = await lockFeeMeters(i, terms, payment, at)
  const lines = priceCapture(terms, { product: payment.product, amount: payment.amount, meters: asMeters(metered) })
  const owners = ownersOf(payment)
  const transfers = [
    ...paidEntries(payment.amount, lines, owners),
    ...meterEntries(metered, payment.amount),
    ...releaseHolds(payment, 'settle'),
  ]
  const [booked] = await post(i, [newPosting(i, { object: payment.id, version: payment.versionDigest, transfers })])
  assert(booked?.outcome === 'posted', `a capture is always bookable: ${JSON.stringify(booked)}`)
  const priced: Priced = { lines, meters: metered.map(({ rule, volume, count }) => ({ rule, volume, count })) }
  await addClearing(i, [
    {
      ...clearingOf(payment, attempt, terms),
      object: payment.id,
      kind: 'payment',
      requestNo: null,
      at,
      amount: payment.amount,
      priced: lines,
      meters: asMeters(metered),
    },
  ])
  await keepAttempt(i, { ...attempt, books: 'posted' })
  const after: Payment = { ...payment, state: 'captured', priced, holds: [], capturedAt: i.now(), cancelling: false }
  await keepPayment(i, payment, after, 'paid', actor)
  await emit(i, 'payment.captured', {
    payment: payment.id,
    merchant: payment.merchant,
    wallet: attempt.wallet,
    amount: toMoneyJson(payment.amount),
  })
}

/**
 * A success that comes after the payment had ended: the money is real but nobody's sale. It is kept apart, and a refund of the
 * whole is started by itself, once.
 */
export async function suspend(i: Inside, payment: Payment, attempt: Attempt, actor: string): Promise<void> {
  const transfers = [suspendedEntry(payment.amount, ownersOf(payment), 'in')]
  const [booked] = await post(i, [newPosting(i, { object: payment.id, version: payment.versionDigest, transfers })])
  assert(booked?.outcome === 'posted', 'suspense takes any amount')
  await keepAttempt(i, { ...attempt, books: 'suspended' })
  const refund = lateRefund(i, payment, actor)
  await saveRefund(i, refund)
  await keepPayment(i, payment, { ...payment, refunding: payment.amount }, 'late success', actor)
  await addJob(i, 'payments.refund', { refund: refund.id }, i.now())
  await emit(i, 'payment.frozen', { payment: payment.id, because: refund.reason })
}

/** The refund that gives a late success back. */
export function lateRefund(i: Inside, payment: Payment, actor: string): Refund {
  const id = newId('ref', i.now(), i.random)
  return {
    id,
    payment: payment.id,
    requestNo: id.slice('ref_'.length).toUpperCase(),
    amount: payment.amount,
    state: 'asked',
    reason: `late success after ${payment.state}`,
    actor,
    person: null,
    approval: null,
    late: true,
    hold: null,
    holdMinor: 0n,
    because: null,
    priced: null,
    asks: 0,
    askAt: i.now(),
    createdAt: i.now(),
    endedAt: null,
  }
}

export const ownersOf = (payment: Payment): Owners => ({
  institution,
  partner: present(payment.partner, 'a bound payment has its partner'),
  merchant: payment.merchant,
})

/** The members of a clearing line that a capture and its refunds share. */
export function clearingOf(
  payment: Payment,
  attempt: Attempt,
  terms: Terms,
): Omit<NewClearingLine, 'object' | 'kind' | 'requestNo' | 'at' | 'amount' | 'priced' | 'meters'> {
  return {
    partner: present(payment.partner, 'a bound payment has its partner'),
    wallet: attempt.wallet,
    merchant: payment.merchant,
    product: payment.product,
    orderNo: attempt.orderNo,
    walletNo: attempt.walletNo,
    agreement: present(payment.agreement, 'a bound payment has its agreement'),
    version: present(payment.version, 'a bound payment has its version'),
    versionDigest: present(payment.versionDigest, 'a bound payment has its digest'),
    terms,
  }
}
