import { present } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { moved } from '../base/moves.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { paymentMoves } from './payment.ts'
import { keepPayment, lockPayment } from './store.ts'

/**
 * Ends an order whose payer never chose a wallet. No wallet was asked, so nothing can have moved and the clock alone is proof;
 * once a wallet was asked, only the wallet's own word ends the payment.
 */
export async function expireUnchosen(w: World, id: Id<'pay'>): Promise<void> {
  await transaction(w, async (i) => {
    const payment = await lockPayment(i, id)
    if (payment.wallet !== null || payment.state !== 'created' || payment.expiresAt > i.now()) return
    const state = present(moved(paymentMoves, payment.state, 'expire'), 'a payment nobody was asked for can expire')
    await keepPayment(i, payment, { ...payment, state }, 'no wallet was chosen in time', 'clock')
  })
}
