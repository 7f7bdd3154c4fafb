import { digestOf } from '../../base/digest.ts'
import { compare, type Money } from '../../base/money.ts'
import { hourMs, minuteMs } from '../../base/time.ts'
import { declineTexts, walletFaults } from '../errors.ts'
import type {
  BillAnswer,
  BillAsk,
  CancelAnswer,
  Capabilities,
  CloseAnswer,
  Declined,
  OrderAsk,
  PayAnswer,
  PayAsk,
  PrecreateAnswer,
  PrecreateAsk,
  QueryAnswer,
  QueryAsk,
  QueryRefundAnswer,
  RefundAnswer,
  RefundAsk,
  Unknown,
  Wallet,
  WalletAccount,
  WalletWorld,
} from '../wallet.ts'
import { readBill } from './bill.ts'
import { type Answer, exchange, send, unknown } from './gateway.ts'
import { readNotice } from './notice.ts'
import * as wire from './wire.ts'
import { textIn } from './wire.ts'

/**
 * Alipay by its Open Platform (OpenAPI v2, gateway.do): codes that the shopper scans, codes that the shopper shows, and what
 * follows a payment. Keeps the promise in wallet.ts. What is assumed of Alipay stands in wire.ts and gateway.ts beside its
 * source; the tables of error codes were read in copies of Alipay's documents, not tried against the live gateway.
 */
export const alipay: Wallet = {
  name: 'alipay',
  capabilities: capabilities(),
  precreate,
  pay,
  query,
  cancel,
  close,
  refund,
  queryRefund,
  bill,
  readNotice,
  // The seven bytes `success` end the retries; any other answer brings the notice again (opendocs.alipay.com/open/194/103296).
  acknowledgement: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'success' },
  refusal: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'fail' },
}

function capabilities(): Capabilities {
  return {
    products: ['qr-merchant', 'qr-consumer'],
    currencies: ['CNY'],
    zone: 'Asia/Shanghai',
    orderNoMax: 64,
    // Refunds up to 12 months after payment for most contracts (opendocs.alipay.com/open/02ekfk); the agreement may say less.
    refunds: { partial: true, withinDays: 365 },
    cancelWithinMs: 24 * hourMs,
    // Every 3 to 6 seconds up to a minute at the till, cancel right after the last one (Alipay's page 轮询机制).
    inquirySeconds: [3, 3, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5],
    inquiryUntilMs: minuteMs,
    billFrom: '09:00',
    notices: true,
  }
}

async function precreate(w: WalletWorld, account: WalletAccount, ask: PrecreateAsk): Promise<PrecreateAnswer> {
  mustBeYuan(ask.amount)
  const said = await send(w, account, 'alipay.trade.precreate', wire.precreateBiz(ask), ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000') return refused(said)
  const wrong = otherOrder(said, ask.orderNo)
  if (wrong) return wrong
  const code = textIn(said.body, 'qr_code')
  return code ? { outcome: 'code', code, evidence: said.evidence } : unknown(said.evidence, 'unreadable', 'no qr_code')
}

async function pay(w: WalletWorld, account: WalletAccount, ask: PayAsk): Promise<PayAnswer> {
  mustBeYuan(ask.amount)
  const said = await send(w, account, 'alipay.trade.pay', wire.payBiz(ask), ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000' && said.code !== '10003') return refused(said)
  const wrong = otherOrder(said, ask.orderNo)
  if (wrong) return wrong
  const walletNo = textIn(said.body, 'trade_no')
  // 10003: the order stands and waits for the shopper's password.
  if (said.code === '10003') return { outcome: 'waiting', walletNo, evidence: said.evidence }
  return paid(said, walletNo, ask.amount)
}

async function query(w: WalletWorld, account: WalletAccount, ask: QueryAsk): Promise<QueryAnswer> {
  mustBeYuan(ask.amount)
  const said = await send(w, account, 'alipay.trade.query', { out_trade_no: ask.orderNo }, ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000') return isNoOrder(said) ? { outcome: 'not_found', evidence: said.evidence } : refused(said)
  const wrong = otherOrder(said, ask.orderNo) ?? otherAmount(said, 'total_amount', ask.amount)
  if (wrong) return wrong
  const walletNo = textIn(said.body, 'trade_no')
  const word = textIn(said.body, 'trade_status')
  const state = wire.stateOf(word)
  if (!state) return unknown(said.evidence, 'unknown_word', `trade_status ${word ?? 'missing'}`)
  if (!walletNo) return unknown(said.evidence, 'unreadable', 'no trade_no')
  if (state === 'waiting') return { outcome: 'waiting', walletNo, evidence: said.evidence }
  // Closed is also said of an order that was paid and wholly refunded; only then it has a moment of payment.
  if (state === 'closed') {
    return {
      outcome: 'closed',
      walletNo,
      wasPaid: textIn(said.body, 'send_pay_date') !== null,
      evidence: said.evidence,
    }
  }
  const facts = paid(said, walletNo, ask.amount)
  return facts.outcome === 'paid' ? { ...facts, refundable: state === 'paid' } : facts
}

async function cancel(w: WalletWorld, account: WalletAccount, ask: OrderAsk): Promise<CancelAnswer> {
  const said = await send(w, account, 'alipay.trade.cancel', { out_trade_no: ask.orderNo }, ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  const { evidence } = said
  if (said.code !== '10000') {
    return isNoOrder(said)
      ? { outcome: 'cancelled', action: 'none', walletNo: null, evidence }
      : refused(said, 'already_paid')
  }
  const wrong = otherOrder(said, ask.orderNo)
  if (wrong) return wrong
  if (textIn(said.body, 'retry_flag') === 'Y') return unknown(evidence, 'wallet_busy', 'asked to cancel again')
  const action = textIn(said.body, 'action') ?? 'none'
  if (action !== 'close' && action !== 'refund' && action !== 'none')
    return unknown(evidence, 'unknown_word', `action ${action}`)
  return { outcome: 'cancelled', action, walletNo: textIn(said.body, 'trade_no'), evidence }
}

async function close(w: WalletWorld, account: WalletAccount, ask: OrderAsk): Promise<CloseAnswer> {
  const said = await send(w, account, 'alipay.trade.close', { out_trade_no: ask.orderNo }, ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000') return refused(said, 'already_paid')
  return (
    otherOrder(said, ask.orderNo) ?? {
      outcome: 'closed',
      walletNo: textIn(said.body, 'trade_no'),
      evidence: said.evidence,
    }
  )
}

async function refund(w: WalletWorld, account: WalletAccount, ask: RefundAsk): Promise<RefundAnswer> {
  mustBeYuan(ask.amount)
  const said = await send(w, account, 'alipay.trade.refund', wire.refundBiz(ask), ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000') return refused(said)
  const wrong = otherOrder(said, ask.orderNo)
  if (wrong) return wrong
  const walletNo = textIn(said.body, 'trade_no')
  // refund_fee is all that went back of the order so far, so this refund is in it (document of alipay.trade.refund).
  const refundedTotal = wire.fromYuan(textIn(said.body, 'refund_fee'))
  const change = textIn(said.body, 'fund_change')
  if (!walletNo || !refundedTotal) return unknown(said.evidence, 'unreadable', 'no trade_no or refund_fee')
  if (change !== 'Y' && change !== 'N')
    return unknown(said.evidence, 'unknown_word', `fund_change ${change ?? 'missing'}`)
  if (compare(refundedTotal, ask.amount) < 0)
    return unknown(said.evidence, 'mismatch', 'refund_fee is less than what was asked')
  const at = textIn(said.body, 'gmt_refund_pay')
  const refundedAt = at === null ? null : wire.fromLocal(at)
  return { outcome: 'refunded', walletNo, changed: change === 'Y', refundedTotal, refundedAt, evidence: said.evidence }
}

async function queryRefund(w: WalletWorld, account: WalletAccount, ask: RefundAsk): Promise<QueryRefundAnswer> {
  mustBeYuan(ask.amount)
  const said = await send(w, account, 'alipay.trade.fastpay.refund.query', wire.refundQueryBiz(ask), ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  const { evidence, body } = said
  if (said.code !== '10000') return isNoOrder(said) ? { outcome: 'not_found', evidence } : refused(said)
  // A refund that was never made is answered with 10000 and no facts at all (document of fastpay.refund.query).
  if (textIn(body, 'refund_amount') === null && textIn(body, 'refund_status') === null)
    return { outcome: 'not_found', evidence }
  const wrong = otherOrder(said, ask.orderNo) ?? otherAmount(said, 'refund_amount', ask.amount)
  if (wrong) return wrong
  const named = textIn(body, 'out_request_no')
  if (named !== ask.requestNo) return unknown(evidence, 'mismatch', `about refund ${named ?? 'without a number'}`)
  const status = textIn(body, 'refund_status')
  if (status !== null && status !== 'REFUND_SUCCESS')
    return unknown(evidence, 'unknown_word', `refund_status ${status}`)
  const walletNo = textIn(body, 'trade_no')
  if (!walletNo) return unknown(evidence, 'unreadable', 'no trade_no')
  const at = textIn(body, 'gmt_refund_pay')
  return { outcome: 'refunded', walletNo, refundedAt: at === null ? null : wire.fromLocal(at), evidence }
}

const billMax = 64 * 1024 * 1024

async function bill(w: WalletWorld, account: WalletAccount, ask: BillAsk): Promise<BillAnswer> {
  mustBeYuan({ currency: ask.currency, minor: 0n })
  const method = 'alipay.data.dataservice.bill.downloadurl.query'
  const said = await send(w, account, method, wire.billBiz(ask.day), ask.timeoutMs)
  if (said.outcome === 'unknown') return said
  if (said.code !== '10000') {
    return meaningOf(said) === 'no_bill' ? { outcome: 'not_ready', evidence: said.evidence } : refused(said)
  }
  const address = textIn(said.body, 'bill_download_url') ?? ''
  if (!mayFetch(address, account.gateway)) return unknown(said.evidence, 'unreadable', 'no address that we would open')
  const got = await exchange(w, address, { method: 'GET', timeoutMs: ask.timeoutMs, most: billMax })
  const evidence = {
    ...said.evidence,
    operation: 'bill download',
    latencyMs: w.now() - said.evidence.sentAt,
    httpStatus: got.status,
  }
  if (got.because) return unknown({ ...evidence, response: got.detail }, got.because, got.detail)
  const digest = digestOf(got.body)
  const read = readBill(got.body)
  return {
    ...read,
    file: got.body,
    digest,
    evidence: { ...evidence, response: `${got.body.length} bytes, SHA-256 ${digest}` },
  }
}

// --- what the verbs share ------------------------------------------------------------------------------------------------

function mustBeYuan(amount: Money): void {
  if (amount.currency !== 'CNY') throw walletFaults.currency({ wallet: 'alipay', currency: amount.currency })
}

const meaningOf = (said: Answer): wire.Meaning | null => wire.meaningOf(said.code, said.subCode)
const isNoOrder = (said: Answer): boolean => meaningOf(said) === 'no_order'

/** A refusal in our words. `paidMeans` is what "already paid" is to this call: to a payment it is no refusal at all. */
function refused(said: Answer, paidMeans: 'moved_on' | 'already_paid' = 'moved_on'): Declined | Unknown {
  const meaning = meaningOf(said)
  const code = said.subCode ?? said.code
  if (meaning === null) return unknown(said.evidence, 'unknown_word', code)
  if (meaning === 'busy') return unknown(said.evidence, 'wallet_busy', code)
  if (meaning === 'moved_on' && paidMeans === 'moved_on') return unknown(said.evidence, 'moved_on', code)
  const because = reasonOf(meaning)
  return {
    outcome: 'declined',
    because,
    code,
    message: said.message,
    ...declineTexts[because],
    evidence: said.evidence,
  }
}

function reasonOf(meaning: Exclude<wire.Meaning, 'busy'>): Declined['because'] {
  if (meaning === 'no_order' || meaning === 'no_bill') return 'order_not_found'
  return meaning === 'moved_on' ? 'already_paid' : meaning
}

function paid(said: Answer, walletNo: string | null, sent: Money): Extract<PayAnswer, { outcome: 'paid' }> | Unknown {
  const wrong = otherAmount(said, 'total_amount', sent)
  if (wrong) return wrong
  if (!walletNo) return unknown(said.evidence, 'unreadable', 'no trade_no')
  return { outcome: 'paid', ...wire.paidFacts(said.body, walletNo, sent), evidence: said.evidence }
}

function otherOrder(said: Answer, sent: string): Unknown | null {
  const named = textIn(said.body, 'out_trade_no')
  return named === sent ? null : unknown(said.evidence, 'mismatch', `about order ${named ?? 'without a number'}`)
}

function otherAmount(said: Answer, name: string, sent: Money): Unknown | null {
  const text = textIn(said.body, name)
  const amount = wire.fromYuan(text)
  if (amount && compare(amount, sent) === 0) return null
  return unknown(said.evidence, 'mismatch', `${name} is ${text ?? 'missing'}, ${wire.toYuan(sent)} was sent`)
}

// The address of a bill is signed by Alipay, and still only opened when it is as safe as the gateway itself.
function mayFetch(address: string, gateway: string): boolean {
  if (!URL.canParse(address)) return false
  const protocol = new URL(address).protocol
  return protocol === 'https:' || protocol === new URL(gateway).protocol
}
