import { cancel } from '../payments/cancel.ts'
import type { Payment } from '../payments/payment.ts'
import type { World } from '../world/world.ts'
import { checkoutFaults } from './errors.ts'
import { payerMay, phaseOf } from './phase.ts'

/** The payer gives the order up. The wallet confirms before it counts; what turns out to be paid stays paid. */
export async function leaveCheckout(w: World, payment: Payment): Promise<void> {
  const phase = phaseOf(payment, w.now())
  if (phase === 'cancelled' || phase === 'ending') return
  if (phase === 'unknown' || phase === 'preparing') throw checkoutFaults.beingChecked()
  if (!payerMay(phase).includes('cancel')) throw checkoutFaults.over()
  await cancel(w, payment.id, 'payer')
}
