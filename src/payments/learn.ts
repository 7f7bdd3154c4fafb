import { termsOfRoot } from '../agreements/inForce.ts'
import { assert, present, unreachable } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { moved } from '../base/moves.ts'
import { secondMs } from '../base/time.ts'
import { post } from '../ledger/post.ts'
import { newPosting } from '../ledger/posting.ts'
import { giveBackDay } from '../sca/dayLimit.ts'
import type {
  CancelAnswer,
  CloseAnswer,
  Evidence,
  PaidFacts,
  PayAnswer,
  PrecreateAnswer,
  QueryAnswer,
} from '../wallets/wallet.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import type { Inside, World } from '../world/world.ts'
import { capture, suspend } from './capture.ts'
import { releaseHolds } from './meters.ts'
import { type Attempt, isLost, isOpen, type Payment, type PaymentMove, paymentMoves } from './payment.ts'
import { keepPayment, lockPayment } from './store.ts'
import { attemptById, keepAttempt, saveCall } from './storeAttempt.ts'

export type WalletAnswer = PrecreateAnswer | PayAnswer | QueryAnswer | CancelAnswer | CloseAnswer

/** What was learned of an attempt, whoever said it: an answer, a notice, or a line of the wallet's file. */
export type Learned =
  | { said: 'code'; code: string }
  | { said: 'paid'; facts: PaidFacts }
  | { said: 'waiting'; walletNo: string | null }
  | { said: 'declined'; because: string }
  | { said: 'ended'; walletNo: string | null; because: string }
  | { said: 'returned'; walletNo: string | null }
  | { said: 'not_found' }
  | { said: 'unknown'; because: string }

/**
 * Writes down what the wallet answered and what follows from it. The payment's row is locked, so answers, notices and
 * inquiries that arrive together are applied one after the other, through the table of states.
 */
export async function learn(
  w: World,
  attemptId: Id<'att'>,
  answer: WalletAnswer,
  of: 'order' | 'inquiry' | 'cancel',
): Promise<void> {
  await transaction(w, async (i) => {
    const { payment: id } = await attemptById(i, attemptId)
    const payment = await lockPayment(i, id)
    await keepCall(i, payment, answer.outcome, answer.evidence)
    const stored = await attemptById(i, attemptId)
    // A refused cancel takes nothing back any more: what the wallet tells of the order counts again.
    const attempt = of === 'cancel' && answer.outcome === 'declined' ? { ...stored, cancelAskedAt: null } : stored
    // Only the very first call can prove by itself that nothing was executed; before a later one another may have got through.
    const isFirst = of === 'order' && attempt.said === 'nothing' && attempt.asks === 0
    await apply(
      i,
      payment,
      attempt,
      learnedFrom(answer, of === 'order', isFirst),
      `wallet:${answer.evidence.operation}`,
    )
  })
}

const keepCall = (i: Inside, payment: Payment, outcome: string, evidence: Evidence): Promise<void> =>
  saveCall(i, { payment: payment.id, refund: null, outcome, evidence })

/** Applies one thing learned to a locked payment. Nothing that contradicts what the books hold is ever applied. */
export async function apply(
  i: Inside,
  payment: Payment,
  attempt: Attempt,
  learned: Learned,
  actor: string,
): Promise<void> {
  switch (learned.said) {
    case 'code':
      return await step(i, payment, { ...attempt, said: 'code', code: learned.code }, 'show', 'code shown', actor)
    case 'paid':
      return await paid(i, payment, attempt, learned.facts, actor)
    case 'waiting':
      return await step(
        i,
        payment,
        { ...attempt, said: 'waiting', walletNo: learned.walletNo ?? attempt.walletNo },
        'wait',
        'the payer is confirming',
        actor,
      )
    case 'declined':
      return await step(
        i,
        payment,
        { ...attempt, said: 'declined', because: learned.because },
        'decline',
        learned.because,
        actor,
      )
    case 'ended': {
      const move = payment.cancelling || payment.expiresAt > i.now() ? 'cancel' : 'expire'
      return await step(
        i,
        payment,
        { ...attempt, said: 'closed', walletNo: learned.walletNo ?? attempt.walletNo, because: learned.because },
        move,
        learned.because,
        actor,
      )
    }
    case 'returned':
      return await returned(i, payment, { ...attempt, walletNo: learned.walletNo ?? attempt.walletNo }, actor)
    case 'not_found':
      // No order before the scan is no failure: the code may still be scanned until it expires.
      return await later(i, payment, attempt)
    case 'unknown':
      return await step(
        i,
        payment,
        { ...attempt, said: 'unknown', because: learned.because },
        'lose',
        learned.because,
        actor,
      )
    default:
      return unreachable(learned)
  }
}

// The wallet says paid while a cancel is on its way that may yet give the money back: only the answer to the cancel decides.
const cancelOnItsWay = 'paid, but a cancel is on its way'

async function paid(i: Inside, payment: Payment, attempt: Attempt, facts: PaidFacts, actor: string): Promise<void> {
  const told: Attempt = {
    ...attempt,
    said: 'paid',
    walletNo: facts.walletNo,
    paidAt: facts.paidAt ?? i.now(),
    payer: facts.payerName,
    because: null,
    askAt: null,
  }
  if (facts.amount.currency !== payment.amount.currency || facts.amount.minor !== payment.amount.minor) {
    return await freeze(
      i,
      payment,
      `the wallet says ${facts.amount.minor} ${facts.amount.currency} for ${payment.amount.minor} ${payment.amount.currency}`,
      actor,
    )
  }
  if (attempt.books === 'posted') {
    if (attempt.walletNo !== facts.walletNo)
      await freeze(i, payment, `a second trade ${facts.walletNo} for one order`, actor)
    return
  }
  if (attempt.cancelAskedAt !== null && isOpen(payment.state)) {
    const doubtful: Attempt = { ...attempt, said: 'unknown', walletNo: facts.walletNo, because: cancelOnItsWay }
    return await step(i, payment, doubtful, 'lose', cancelOnItsWay, actor)
  }
  if (isLost(payment.state)) {
    if (attempt.books === 'nothing') await suspend(i, payment, told, actor)
    return
  }
  assert(moved(paymentMoves, payment.state, 'pay'), 'an open payment can be paid')
  const terms = present(
    await termsOfRoot(i, present(payment.versionDigest, 'a paid payment is bound')),
    'its version is stored',
  )
  await capture(i, payment, told, terms, actor)
}

// The wallet took the money and gave it back in one cancel: nothing to book but that it happened, unless we had booked it.
async function returned(i: Inside, payment: Payment, attempt: Attempt, actor: string): Promise<void> {
  if (attempt.books === 'posted')
    return await freeze(i, payment, 'the wallet cancelled a payment that is in our books', actor)
  await step(
    i,
    payment,
    { ...attempt, said: 'cancelled', because: 'cancelled after it was paid' },
    'cancel',
    'cancelled after it was paid',
    actor,
  )
}

/** Moves the payment as the table allows; a move it does not know here (older, out of order) changes only what the attempt was told. */
async function step(
  i: Inside,
  payment: Payment,
  attempt: Attempt,
  move: PaymentMove,
  because: string,
  actor: string,
): Promise<void> {
  if (attempt.books === 'posted') return
  const state = moved(paymentMoves, payment.state, move)
  if (state === null) return await later(i, payment, attempt)
  const after: Payment = { ...payment, state }
  if (isOpen(state)) {
    await keepPayment(i, payment, after, because, actor)
    if (move === 'lose') await emit(i, 'payment.unknown', { payment: payment.id, because })
    return await later(i, after, attempt)
  }
  const transfers = releaseHolds(payment, 'void')
  if (transfers.length > 0) {
    const [booked] = await post(i, [newPosting(i, { object: payment.id, version: payment.versionDigest, transfers })])
    assert(booked?.outcome === 'posted', 'an open hold can be released')
  }
  await keepAttempt(i, { ...attempt, askAt: null })
  await giveBackDay(i, payment.id)
  await keepPayment(i, payment, { ...after, holds: [] }, because, actor)
  await emit(i, 'payment.ended', { payment: payment.id, state })
}

async function freeze(i: Inside, payment: Payment, because: string, actor: string): Promise<void> {
  await keepPayment(i, payment, { ...payment, frozen: because }, `frozen: ${because}`, actor)
  await emit(i, 'payment.frozen', { payment: payment.id, because })
}

/** When we ask again by ourselves: the agreement's ladder, then every 5 minutes, hours, and daily until the wallet's file closes it. */
async function later(i: Inside, payment: Payment, attempt: Attempt): Promise<void> {
  if (!isOpen(payment.state)) return await keepAttempt(i, { ...attempt, askAt: null })
  const root = payment.versionDigest
  const terms = root === null ? null : await termsOfRoot(i, root)
  const ladder = [...(terms?.clauses.integration.inquirySeconds ?? [3, 5, 10, 30, 60]), 300, 1_800, 7_200, 86_400]
  const askAt = i.now() + (ladder[Math.min(attempt.asks, ladder.length - 1)] ?? 86_400) * secondMs
  await keepAttempt(i, { ...attempt, asks: attempt.asks + 1, askAt })
  await addJob(i, 'payments.inquire', { attempt: attempt.id }, askAt)
}

/** What a connector's answer teaches, in the payment's own words. */
function learnedFrom(answer: WalletAnswer, isOrder: boolean, isFirst: boolean): Learned {
  switch (answer.outcome) {
    case 'code':
      return { said: 'code', code: answer.code }
    case 'paid':
      return { said: 'paid', facts: answer }
    case 'waiting':
      return { said: 'waiting', walletNo: answer.walletNo }
    case 'declined':
      // A refused inquiry or cancel says nothing final about the order itself.
      return isOrder
        ? { said: 'declined', because: `${answer.because}: ${answer.code}` }
        : { said: 'unknown', because: `${answer.because}: ${answer.code}` }
    case 'closed':
      if ('wasPaid' in answer && answer.wasPaid === true) return { said: 'returned', walletNo: answer.walletNo }
      return { said: 'ended', walletNo: answer.walletNo, because: 'the wallet closed the order unpaid' }
    case 'not_found':
      return { said: 'not_found' }
    case 'cancelled':
      return answer.action === 'refund'
        ? { said: 'returned', walletNo: answer.walletNo }
        : { said: 'ended', walletNo: answer.walletNo, because: `the wallet confirmed the cancel (${answer.action})` }
    case 'unknown':
      // Proved not taken: an authoritative "nothing happened", so another method may be tried.
      return answer.executed === 'no' && isFirst
        ? { said: 'declined', because: `not executed: ${answer.because}` }
        : { said: 'unknown', because: answer.because }
    default:
      return unreachable(answer)
  }
}
