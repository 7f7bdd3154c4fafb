import { unreachable } from '../base/assert.ts'
import { digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { connected } from '../wallets/connected.ts'
import type { Notice, NoticeHeaders, NoticeReading, NoticeReply } from '../wallets/wallet.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { refunded } from './askRefund.ts'
import { paymentFaults } from './errors.ts'
import { apply, type Learned } from './learn.ts'
import { isLost, isOpen, type Payment } from './payment.ts'
import { lockPayment } from './store.ts'
import { attemptById, attemptOfOrderNo } from './storeAttempt.ts'
import { type NoticeVerdict, noticeWasSeen, refundOfRequestNo, saveNotice } from './storeRefund.ts'

/**
 * Hears a wallet's notice: verified on its exact bytes, kept once by (wallet, notice id), applied through the table of states.
 * A forged one is recorded and moves nothing; an older or illegal one is kept and flagged. Answers what to tell the wallet.
 */
export async function hearNotice(w: World, name: string, raw: Buffer, headers: NoticeHeaders): Promise<NoticeReply> {
  const at = await connected(w, name)
  if (!at) throw paymentFaults.walletUnknown({ wallet: name })
  const reading = at.wallet.readNotice(at.account, raw, headers)
  await transaction(w, async (i) => {
    if (reading.outcome !== 'forged' && (await noticeWasSeen(i, name, reading.id))) return
    const { verdict, payment, detail } = await heard(i, name, reading)
    const text = reading.outcome === 'notice' ? reading.text : reading.outcome === 'not_understood' ? reading.text : ''
    const noticeId = reading.outcome === 'forged' ? null : reading.id
    await saveNotice(i, {
      id: newId('ntc', i.now(), i.random),
      wallet: name,
      noticeId,
      verdict,
      payment,
      detail,
      text,
      rawDigest: digestOf(raw),
    })
    // A notice that says what we already know is the normal case; the others want a person's eyes.
    if (verdict !== 'applied' && verdict !== 'older')
      i.log.warn({ wallet: name, verdict, detail, payment }, 'a notice was not applied')
  })
  return reading.outcome === 'forged' ? at.wallet.refusal : at.wallet.acknowledgement
}

type Heard = { verdict: NoticeVerdict; payment: string | null; detail: string }

async function heard(i: Inside, name: string, reading: NoticeReading): Promise<Heard> {
  switch (reading.outcome) {
    case 'forged':
      return { verdict: 'forged', payment: null, detail: `${reading.because}: ${reading.detail}` }
    case 'not_understood':
      return { verdict: 'not_understood', payment: null, detail: reading.detail }
    case 'notice':
      return await applied(i, name, reading)
    default:
      return unreachable(reading)
  }
}

async function applied(i: Inside, name: string, notice: Notice): Promise<Heard> {
  const found = await attemptOfOrderNo(i, name, notice.orderNo)
  if (!found) return { verdict: 'not_ours', payment: null, detail: `no order ${notice.orderNo}` }
  const payment = await lockPayment(i, found.payment)
  const attempt = await attemptById(i, found.id)
  const said = (verdict: NoticeVerdict, detail: string): Heard => ({ verdict, payment: payment.id, detail })
  if (notice.amount.currency !== payment.amount.currency || notice.amount.minor !== payment.amount.minor) {
    return said('contradiction', `the notice says ${notice.amount.minor} ${notice.amount.currency}`)
  }
  if (notice.kind === 'refund') return await appliedRefund(i, payment, notice, said)
  const learned = learnedFrom(notice)
  // Somebody opened the code: news only while we still wait for that.
  if (learned.said === 'waiting' && payment.state !== 'needs_action' && payment.state !== 'created') {
    return said('older', 'waiting changes nothing')
  }
  const isNews =
    isOpen(payment.state) || (learned.said === 'paid' && isLost(payment.state) && attempt.books === 'nothing')
  if (!isNews) {
    const contradicts = learned.said !== 'paid' && attempt.books === 'posted' && payment.state === 'captured'
    return contradicts
      ? said('contradiction', `the wallet says ${notice.state} of a payment that is ${payment.state}`)
      : said('older', `the payment is ${payment.state}`)
  }
  await apply(i, payment, attempt, learned, 'wallet:notice')
  return said('applied', `${notice.kind} ${notice.state}`)
}

async function appliedRefund(
  i: Inside,
  payment: Payment,
  notice: Notice,
  said: (verdict: NoticeVerdict, detail: string) => Heard,
): Promise<Heard> {
  const made = notice.requestNo === null ? null : await refundOfRequestNo(i, notice.requestNo)
  if (!made || made.payment !== payment.id) return said('not_ours', `no refund ${notice.requestNo ?? ''}`)
  if (made.state === 'refunded') return said('older', 'the refund is booked')
  if (made.state === 'declined') return said('contradiction', 'the wallet refunds what it had declined')
  await refunded(i, payment, made, notice.at)
  return said('applied', 'refund')
}

function learnedFrom(notice: Notice): Learned {
  const { walletNo, amount, at: paidAt, payerId, payerName } = notice
  switch (notice.state) {
    case 'paid':
    case 'finished':
      return { said: 'paid', facts: { walletNo, amount, paidAt, payerId, payerName } }
    case 'waiting':
      return { said: 'waiting', walletNo }
    case 'closed':
      return { said: 'ended', walletNo, because: 'the wallet closed the order unpaid' }
    default:
      return unreachable(notice.state)
  }
}
