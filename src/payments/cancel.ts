import { assert, present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { moved } from '../base/moves.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { paymentFaults } from './errors.ts'
import { inquire } from './inquire.ts'
import { isOpen, type Payment, paymentMoves } from './payment.ts'
import { keepPayment, lockPayment } from './store.ts'
import { attemptsOf } from './storeAttempt.ts'

/**
 * Cancels a payment that is not paid: inquire once, then cancel with the same order number, repeated until the wallet
 * confirms. Answers at once when no wallet was asked yet. Fault `payments.cannot_cancel` when it is paid or has ended.
 */
export async function cancel(w: World, id: Id<'pay'>, actor: string): Promise<void> {
  const attempt = await transaction(w, async (i) => {
    const payment = await lockPayment(i, id)
    if (payment.state === 'cancelled') return null
    if (payment.frozen !== null) throw paymentFaults.frozen({ because: payment.frozen })
    if (!isOpen(payment.state)) throw paymentFaults.cannotCancel({ state: payment.state })
    const last = (await attemptsOf(i, id)).at(-1)
    const after: Payment = last ? { ...payment, cancelling: true } : { ...payment, state: cancelled(payment) }
    await keepPayment(i, payment, after, 'cancelled on request', actor)
    return last ?? null
  })
  if (attempt) await inquire(w, attempt.id)
}

function cancelled(payment: Payment): Payment['state'] {
  assert(payment.wallet === null && payment.holds.length === 0, 'a payment without an attempt is not bound')
  return present(moved(paymentMoves, payment.state, 'cancel'), 'an open payment can be cancelled')
}
