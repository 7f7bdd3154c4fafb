import { present, unreachable } from '../base/assert.ts'
import type { Id } from '../base/id.ts'
import { secondMs } from '../base/time.ts'
import { connected } from '../wallets/connected.ts'
import type { PayAnswer, PrecreateAnswer } from '../wallets/wallet.ts'
import type { World } from '../world/world.ts'
import { paymentFaults } from './errors.ts'
import { learn } from './learn.ts'
import { chooseWallet, type Opened, type Order, openPayment } from './open.ts'
import type { Attempt, Payment } from './payment.ts'
import { paymentById } from './store.ts'
import { attemptById } from './storeAttempt.ts'

/** Our patience with a wallet's first answer: shorter than a merchant's with ours, so that deadlines shrink along the chain. */
export const walletTimeoutMs = 8 * secondMs

/**
 * A payment, top to bottom: terms in force → limits → written down → the wallet is asked outside any transaction → its answer
 * is learned: paid, waiting, declined or unknown. `authCode` is the payment code a shopper shows; it is used once, never stored.
 */
export async function pay(w: World, order: Order, authCode: string | null, actor: string): Promise<Opened> {
  if (order.product === 'qr-consumer' && authCode === null) throw paymentFaults.codeNeeded({}, '/payment_code')
  if (order.product !== 'qr-consumer' && authCode !== null) throw paymentFaults.codeNotAllowed({}, '/payment_code')
  if (order.product !== 'online' && order.wallet === null) throw paymentFaults.walletNeeded({}, '/wallet')
  if (order.wallet !== null && !(await connected(w, order.wallet)))
    throw paymentFaults.walletUnknown({ wallet: order.wallet })
  const opened = await openPayment(w, order, actor)
  if (opened.attempt) await ask(w, opened.payment, opened.attempt, authCode)
  return opened
}

/** The payer chose a wallet at the checkout: binds it and shows its code. Choosing twice changes nothing. */
export async function payWith(w: World, payment: Id<'pay'>, wallet: string): Promise<void> {
  if (!(await connected(w, wallet))) throw paymentFaults.walletUnknown({ wallet })
  const attempt = await chooseWallet(w, payment, wallet)
  if (attempt) await ask(w, payment, attempt, null)
}

/** Asks the wallet for an attempt that is written down, and writes down what it said. */
export async function ask(
  w: World,
  paymentId: Id<'pay'>,
  attemptId: Id<'att'>,
  authCode: string | null,
): Promise<void> {
  const payment = present(await paymentById(w, paymentId), 'an asked payment is stored')
  const attempt = await attemptById(w, attemptId)
  const answer = await asked(w, payment, attempt, authCode)
  await learn(w, attempt.id, answer, 'order')
}

async function asked(
  w: World,
  payment: Payment,
  attempt: Attempt,
  authCode: string | null,
): Promise<PrecreateAnswer | PayAnswer> {
  const { wallet, account } = present(await connected(w, attempt.wallet), 'an attempt goes to a connected wallet')
  const { amount, subject, expiresAt, store } = payment
  const order = {
    orderNo: attempt.orderNo,
    amount,
    subject,
    expiresAt,
    timeoutMs: walletTimeoutMs,
    ...(store ? { storeNo: store } : {}),
  }
  switch (attempt.asked) {
    case 'precreate':
      return await wallet.precreate(w, account, order)
    case 'pay':
      return await wallet.pay(w, account, {
        ...order,
        authCode: present(authCode, 'a shown code is asked with its code'),
      })
    default:
      return unreachable(attempt.asked)
  }
}
