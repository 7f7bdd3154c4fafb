import { present } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import { type Id, isId } from '../base/id.ts'
import { connected } from '../wallets/connected.ts'
import type { QueryAnswer } from '../wallets/wallet.ts'
import { command, transaction } from '../world/command.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { askRefund } from './askRefund.ts'
import { becauseText } from './because.ts'
import { lateRefund } from './capture.ts'
import { paymentFaults } from './errors.ts'
import { inquire } from './inquire.ts'
import { apply } from './learn.ts'
import { walletTimeoutMs } from './pay.ts'
import { type Attempt, isOpen, type Payment } from './payment.ts'
import { keepPayment, lockPayment, paymentById } from './store.ts'
import { attemptById, attemptsOf, saveCall } from './storeAttempt.ts'
import { saveRefund } from './storeRefund.ts'

export type Release = {
  /** Number of the ticket, letter or statement a person goes by. */
  evidence: string
  actor: string
}

/**
 * Lets a frozen payment go on, but never by anybody's word: the wallet is asked again, and its answer is the proof. A payment that is
 * open goes back to being asked about; one that has its outcome is freed only when the wallet says what our books hold; a late success
 * that could not be given back is given back anew. Faults `payments.not_frozen`, and `still_frozen` when the wallet proves nothing. No
 * move is made that the table of states does not know: what we booked and the wallet took back stays frozen.
 */
export async function release(w: World, id: Id<'pay'>, wish: Release, key: string | null): Promise<Id<'pay'>> {
  const { evidence, actor } = wish
  const way = await command(w, 'payments.release', key, { payment: id, evidence, actor }, (i) => begin(i, id, wish))
  const attempt = (await attemptsOf(w, id)).at(-1)
  if (isId('ref', way)) await askRefund(w, way)
  else if (attempt && way === 'ask') await inquire(w, attempt.id)
  else if (attempt) await prove(w, id, attempt, actor)
  const { frozen } = present(await paymentById(w, id), 'a released payment is stored')
  if (frozen !== null) throw paymentFaults.stillFrozen(becauseText(frozen))
  return id
}

// What is written down before the wallet is asked: `ask` for an open payment, `prove` for one with an outcome, or the new refund.
async function begin(i: Inside, id: Id<'pay'>, { evidence, actor }: Release): Promise<string> {
  const payment = await lockPayment(i, id)
  if (payment.frozen === null) throw paymentFaults.notFrozen()
  const books = (await attemptsOf(i, id)).at(-1)?.books ?? 'nothing'
  const way = isOpen(payment.state) ? 'ask' : books === 'suspended' ? await giveBackAnew(i, payment, actor) : 'prove'
  if (way === 'ask') await keepPayment(i, payment, { ...payment, frozen: null }, 'released, to be asked again', actor)
  const facts = { state: payment.state, because: payment.frozen, way, evidence: digestOf(evidence) }
  record(i, { act: 'payments.release', object: id, facts })
  return way
}

async function giveBackAnew(i: Inside, payment: Payment, actor: string): Promise<string> {
  const made = lateRefund(i, payment, actor)
  await saveRefund(i, made)
  const after: Payment = { ...payment, frozen: null, refunding: payment.amount }
  await keepPayment(i, payment, after, 'released, to be given back anew', actor)
  await addJob(i, 'payments.refund', { refund: made.id }, i.now())
  return made.id
}

async function prove(
  w: World,
  id: Id<'pay'>,
  { id: attemptId, wallet, orderNo }: Attempt,
  actor: string,
): Promise<void> {
  const at = present(await connected(w, wallet), 'an attempt goes to a connected wallet')
  const { amount } = present(await paymentById(w, id), 'a released payment is stored')
  const answer = await at.wallet.query(w, at.account, { orderNo, amount, timeoutMs: walletTimeoutMs })
  await transaction(w, async (i) => {
    const payment = await lockPayment(i, id)
    const attempt = await attemptById(i, attemptId)
    await saveCall(i, { payment: id, refund: null, outcome: answer.outcome, evidence: answer.evidence })
    if (payment.frozen === null || !agrees(payment, attempt, answer)) return
    const free: Payment = { ...payment, frozen: null }
    await keepPayment(i, payment, free, 'released: the wallet says what our books hold', actor)
    // Ended without money, and paid after all: the success is late and goes back.
    if (attempt.books === 'nothing' && answer.outcome === 'paid')
      await apply(i, free, attempt, { said: 'paid', facts: answer }, `wallet:${answer.evidence.operation}`)
  })
}

/** Whether the wallet's answer proves what our books hold of a payment that has its outcome. */
function agrees({ amount, state }: Payment, { books, walletNo }: Attempt, answer: QueryAnswer): boolean {
  const isWhole = answer.outcome === 'paid' && answer.amount.minor === amount.minor
  const isUnpaid = answer.outcome === 'not_found' || (answer.outcome === 'closed' && answer.wasPaid === false)
  if (books === 'nothing') return isUnpaid || (isWhole && answer.amount.currency === amount.currency)
  if (books !== 'posted') return false
  const isGone = state === 'refunded' && answer.outcome === 'closed' && answer.wasPaid === true
  return isGone || (isWhole && answer.walletNo === walletNo)
}
