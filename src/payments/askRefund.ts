import { assert, present, unreachable } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { add, minus } from '../base/money.ts'
import { secondMs } from '../base/time.ts'
import { post } from '../ledger/post.ts'
import { newPosting, type Transfer } from '../ledger/posting.ts'
import { addClearing } from '../settlement/addClearing.ts'
import { connected } from '../wallets/connected.ts'
import type { Evidence, QueryRefundAnswer, RefundAnswer } from '../wallets/wallet.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import { toMoneyJson } from '../world/money-json.ts'
import type { Inside, World } from '../world/world.ts'
import { clearingOf, ownersOf } from './capture.ts'
import { refundedEntries, suspendedEntry } from './entries.ts'
import { walletTimeoutMs } from './pay.ts'
import type { Attempt, Payment, Refund } from './payment.ts'
import { merchantHold, refundLines, termsOfPayment } from './refundPlan.ts'
import { keepPayment, lockPayment, paymentById } from './store.ts'
import { attemptsOf, keepAttempt, saveCall } from './storeAttempt.ts'
import { keepRefund, refundById } from './storeRefund.ts'

// Then daily, until the wallet's file says what became of it.
const ladderSeconds = [10, 30, 60, 300, 1_800, 7_200, 86_400]

/**
 * Asks the wallet to give money back and learns its answer. Repeatable: the wallet knows the request number, so asking again
 * is at most one refund. A refund that was not answered is first asked about.
 */
export async function askRefund(w: World, id: Id<'ref'>): Promise<void> {
  const made = await refundById(w, id)
  if (made.state === 'refunded' || made.state === 'declined') return
  const payment = present(await paymentById(w, made.payment), 'a refund has its payment')
  const attempt = present((await attemptsOf(w, payment.id)).at(-1), 'a refunded payment has its attempt')
  const { wallet, account } = present(await connected(w, attempt.wallet), 'an attempt goes to a connected wallet')
  const order = { orderNo: attempt.orderNo, requestNo: made.requestNo, amount: made.amount, timeoutMs: walletTimeoutMs }
  if (made.late) {
    // The success may have been told late of a payment that the wallet has meanwhile given back by itself, with our cancel.
    const known = await wallet.query(w, account, { ...order, amount: payment.amount })
    if (known.outcome === 'closed' && known.wasPaid === true) return await learnGivenBack(w, id, known.evidence)
    if (known.outcome !== 'paid')
      return await learnRefund(w, id, { ...doubt, detail: known.outcome, evidence: known.evidence })
  }
  if (made.state === 'unknown') {
    const known = await wallet.queryRefund(w, account, order)
    // A refused inquiry says nothing final about the refund itself.
    await learnRefund(
      w,
      id,
      known.outcome === 'declined' ? { ...doubt, detail: known.code, evidence: known.evidence } : known,
    )
    if (known.outcome !== 'not_found') return
  }
  await learnRefund(w, id, await wallet.refund(w, account, { ...order, reason: made.reason }))
}

/** `askRefund` by the clock: an alarm that a later answer has moved asks nothing. */
export async function askRefundIfDue(w: World, id: Id<'ref'>): Promise<void> {
  const { askAt } = await refundById(w, id)
  if (askAt !== null && askAt <= w.now()) await askRefund(w, id)
}

const doubt = { outcome: 'unknown', because: 'moved_on', executed: 'maybe' } as const

async function learnGivenBack(w: World, id: Id<'ref'>, evidence: Evidence): Promise<void> {
  await transaction(w, async (i) => {
    const payment = await lockPayment(i, (await refundById(i, id)).payment)
    const made = await refundById(i, id)
    await saveCall(i, { payment: payment.id, refund: id, outcome: 'closed', evidence })
    if (made.state !== 'refunded' && made.state !== 'declined') await refunded(i, payment, made, i.now())
  })
}

/** Writes down what the wallet said of a refund, and books it when the money went back. */
export async function learnRefund(w: World, id: Id<'ref'>, answer: RefundAnswer | QueryRefundAnswer): Promise<void> {
  await transaction(w, async (i) => {
    const payment = await lockPayment(i, (await refundById(i, id)).payment)
    const made = await refundById(i, id)
    const { evidence, outcome } = answer
    await saveCall(i, { payment: payment.id, refund: id, outcome, evidence })
    if (made.state === 'refunded' || made.state === 'declined') return
    switch (answer.outcome) {
      case 'refunded':
        return await refunded(i, payment, made, answer.refundedAt ?? i.now())
      case 'declined':
        return await declined(i, payment, made, `${answer.because}: ${answer.code}`)
      case 'not_found':
        return // the caller asks again with the same number
      case 'unknown':
        return await later(i, made, answer.because)
      default:
        return unreachable(answer)
    }
  })
}

/** Books a refund that the wallet confirmed, once; the payment's row is locked. */
export async function refunded(i: Inside, payment: Payment, made: Refund, at: number): Promise<void> {
  const attempt = present((await attemptsOf(i, payment.id)).at(-1), 'a refunded payment has its attempt')
  if (made.late) return await returnedLate(i, payment, attempt, made)
  const terms = await termsOfPayment(i, payment)
  const lines = refundLines(terms, payment, made.amount, payment.refunded)
  const release = merchantHold(payment, made, 'void')
  const transfers = [...(release ? [release] : []), ...refundedEntries(made.amount, lines, ownersOf(payment))]
  await book(i, payment, made, transfers)
  await addClearing(i, [
    {
      ...clearingOf(payment, attempt, terms),
      object: made.id,
      kind: 'refund',
      requestNo: made.requestNo,
      at,
      amount: negated(made),
      priced: lines,
      meters: new Map(),
    },
  ])
  await keepRefund(i, { ...made, state: 'refunded', priced: lines, because: null, askAt: null, endedAt: i.now() })
  const refundedTotal = add(payment.refunded, made.amount)
  const state = refundedTotal.minor === payment.amount.minor ? 'refunded' : 'partly_refunded'
  const after: Payment = {
    ...payment,
    state,
    refunded: refundedTotal,
    refunding: minus(payment.refunding, made.amount),
  }
  await keepPayment(i, payment, after, `refund ${made.id}`, made.actor)
  await emit(i, 'refund.paid', { refund: made.id, payment: payment.id, amount: toMoneyJson(made.amount) })
}

async function returnedLate(i: Inside, payment: Payment, attempt: Attempt, made: Refund): Promise<void> {
  await book(i, payment, made, [suspendedEntry(made.amount, ownersOf(payment), 'out')])
  await keepAttempt(i, { ...attempt, books: 'reversed' })
  await keepRefund(i, { ...made, state: 'refunded', askAt: null, endedAt: i.now() })
  const after: Payment = { ...payment, refunding: minus(payment.refunding, made.amount) }
  await keepPayment(i, payment, after, 'late success given back', made.actor)
}

async function declined(i: Inside, payment: Payment, made: Refund, because: string): Promise<void> {
  const release = merchantHold(payment, made, 'void')
  if (release) await book(i, payment, made, [release])
  await keepRefund(i, { ...made, state: 'declined', because, askAt: null, endedAt: i.now() })
  const after: Payment = { ...payment, refunding: minus(payment.refunding, made.amount) }
  const frozen = made.late ? `a late success could not be given back: ${because}` : payment.frozen
  await keepPayment(i, payment, { ...after, frozen }, `refund declined: ${because}`, made.actor)
}

async function later(i: Inside, made: Refund, because: string): Promise<void> {
  const seconds = ladderSeconds[Math.min(made.asks, ladderSeconds.length - 1)] ?? 86_400
  const askAt = i.now() + seconds * secondMs
  await keepRefund(i, { ...made, state: 'unknown', because, asks: made.asks + 1, askAt })
  await addJob(i, 'payments.refund', { refund: made.id }, askAt)
}

async function book(i: Inside, payment: Payment, made: Refund, transfers: Transfer[]): Promise<void> {
  const [booked] = await post(i, [newPosting(i, { object: made.id, version: payment.versionDigest, transfers })])
  assert(booked?.outcome === 'posted', `a confirmed refund is covered by its hold: ${JSON.stringify(booked)}`)
}

const negated = ({ amount }: Refund) => ({ currency: amount.currency, minor: -amount.minor })
