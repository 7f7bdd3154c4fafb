import { payWith } from '../payments/pay.ts'
import type { Payment } from '../payments/payment.ts'
import type { World } from '../world/world.ts'
import { checkoutFaults } from './errors.ts'
import { phaseOf } from './phase.ts'

/**
 * The payer picks a wallet and its code is asked for. Picking the same one again changes nothing, however fast the clicks;
 * another one is refused, because the first may be paid at this moment.
 */
export async function chooseAtCheckout(w: World, payment: Payment, wallet: string): Promise<void> {
  if (payment.wallet === wallet) return
  if (payment.wallet !== null) throw checkoutFaults.alreadyChosen({ wallet: payment.wallet })
  if (phaseOf(payment, w.now()) !== 'choose') throw checkoutFaults.over()
  await payWith(w, payment.id, wallet)
}
