import { isCurrency } from '../base/currency.ts'
import { money } from '../base/money.ts'
import { type Reaction, reaction } from '../world/events.ts'
import { apply } from './learn.ts'
import { isLost, isOpen } from './payment.ts'
import { approvedRefund } from './refundOrAsk.ts'
import { approvedRelease } from './releaseOrAsk.ts'
import { lockPayment } from './store.ts'
import { attemptById, attemptOfOrderNo } from './storeAttempt.ts'

/** What payments do when others speak: a line of the wallet's own file settles a payment's outcome. */
export const paymentReactions: Reaction[] = [
  approvedRefund.reaction,
  approvedRelease.reaction,
  reaction('reconciliation.found', 'payments.close_unknown', async (i, { data }) => {
    if (data.kind !== 'payment' || !isCurrency(data.amount.currency)) return
    const found = await attemptOfOrderNo(i, data.wallet, data.orderNo)
    if (!found) return
    const payment = await lockPayment(i, found.payment)
    const attempt = await attemptById(i, found.id)
    // A payment that had ended without money, of which the file knows better: its success is late and is given back.
    if (!isOpen(payment.state) && !(isLost(payment.state) && attempt.books === 'nothing')) return
    const facts = {
      walletNo: data.walletNo,
      amount: money(data.amount.currency, BigInt(data.amount.minor)),
      paidAt: null,
      payerId: null,
      payerName: null,
    }
    await apply(i, payment, attempt, { said: 'paid', facts }, 'wallet:file')
  }),
]
