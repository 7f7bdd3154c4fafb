import { isCurrency } from '../base/currency.ts'
import { money } from '../base/money.ts'
import { type Reaction, reaction } from '../world/events.ts'
import { apply } from './learn.ts'
import { isOpen } from './payment.ts'
import { lockPayment } from './store.ts'
import { attemptById, attemptOfOrderNo } from './storeAttempt.ts'

/** What payments do when others speak: a line of the wallet's own file closes a payment whose outcome was unknown. */
export const paymentReactions: Reaction[] = [
  reaction('reconciliation.found', 'payments.close_unknown', async (i, { data }) => {
    if (data.kind !== 'payment' || !isCurrency(data.amount.currency)) return
    const found = await attemptOfOrderNo(i, data.wallet, data.orderNo)
    if (!found) return
    const payment = await lockPayment(i, found.payment)
    if (!isOpen(payment.state)) return
    const facts = {
      walletNo: data.walletNo,
      amount: money(data.amount.currency, BigInt(data.amount.minor)),
      paidAt: null,
      payerId: null,
      payerName: null,
    }
    await apply(i, payment, await attemptById(i, found.id), { said: 'paid', facts }, 'wallet:file')
  }),
]
