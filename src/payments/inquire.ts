import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { minuteMs } from '../base/time.ts'
import { type Connected, connected } from '../wallets/connected.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { learn } from './learn.ts'
import { ask, walletTimeoutMs } from './pay.ts'
import { type Attempt, isOpen, type Payment } from './payment.ts'
import { lockPayment, paymentById } from './store.ts'
import { attemptById, keepAttempt } from './storeAttempt.ts'

// A code that nobody scanned may be scanned in its last second; the wallet is asked to end it only after this.
const afterExpiryMs = 15_000
// A wallet that knows no order after this long, though we asked for a code, never heard us.
const unheardMs = minuteMs

/**
 * Asks the wallet what became of an attempt and learns the answer. When the payment is being cancelled, or its time is over
 * and the wallet still knows no outcome, the wallet is asked to cancel with the same order number, again and again until it
 * confirms: no timer alone ever ends a payment.
 */
export async function inquire(w: World, attemptId: Id<'att'>): Promise<void> {
  const attempt = await attemptById(w, attemptId)
  const payment = present(await paymentById(w, attempt.payment), 'an attempt has its payment')
  if (!isOpen(payment.state) || payment.frozen !== null) return
  const at = present(await connected(w, attempt.wallet), 'an attempt goes to a connected wallet')
  const answer = await at.wallet.query(w, at.account, orderOf(payment, attempt))
  await learn(w, attempt.id, answer, 'inquiry')
  if (answer.outcome === 'not_found' && (await isUnheard(w, payment, attempt)))
    return await ask(w, payment.id, attempt.id, null)
  await endIfOver(w, payment.id, attemptId, at)
}

/** `inquire` by the clock: an alarm that a later answer has moved asks nothing, so each attempt has one ladder, never two. */
export async function inquireIfDue(w: World, attemptId: Id<'att'>): Promise<void> {
  const { askAt } = await attemptById(w, attemptId)
  if (askAt !== null && askAt <= w.now()) await inquire(w, attemptId)
}

/** Ends what is being cancelled or is past its time, by the wallet's own confirmation. */
async function endIfOver(w: World, paymentId: Id<'pay'>, attemptId: Id<'att'>, at: Connected): Promise<void> {
  const over = await transaction(w, async (i) => {
    const payment = await lockPayment(i, paymentId)
    const attempt = await attemptById(i, attemptId)
    const isOver = payment.cancelling || attempt.cancelAskedAt !== null || i.now() > payment.expiresAt + afterExpiryMs
    if (!isOpen(payment.state) || payment.frozen !== null || !isOver) return null
    // Written down before it is sent: whatever becomes of the call, no success is believed until the cancel is answered.
    await keepAttempt(i, { ...attempt, cancelAskedAt: i.now() })
    return { payment, attempt }
  })
  if (!over) return
  await learn(w, attemptId, await at.wallet.cancel(w, at.account, orderOf(over.payment, over.attempt)), 'cancel')
}

// We were stopped, or not heard, between writing down and asking: the same order number is asked for again. A shown payment
// code is not kept, so that kind is only ever cancelled.
async function isUnheard(w: World, payment: Payment, attempt: Attempt): Promise<boolean> {
  const { said, asked } = await attemptById(w, attempt.id)
  const isSilent = said === 'nothing' || said === 'unknown'
  return asked === 'precreate' && isSilent && !payment.cancelling && w.now() < attempt.createdAt + unheardMs
}

const orderOf = (payment: Payment, attempt: Attempt) => ({
  orderNo: attempt.orderNo,
  amount: payment.amount,
  timeoutMs: walletTimeoutMs,
})
