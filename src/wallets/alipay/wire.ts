import { fromDecimal, toDecimal } from '../../base/currency.ts'
import { type Money, money } from '../../base/money.ts'
import { type Day, fromLocalText, type Instant, toLocalText } from '../../base/time.ts'
import { redactText } from '../../world/redact.ts'
import type { DeclineReason, PaidFacts, PayAsk, PrecreateAsk, RefundAsk, TradeState } from '../wallet.ts'

/** Alipay writes local times without an offset; they are GMT+8 (opendocs.alipay.com/common/02kf5p, timestamp). */
const zone = '+08:00'
export const toLocal = (at: Instant): string => toLocalText(at, zone)
/** Reads `2026-07-01 13:05:09`, with or without fractions of a second (gmt_refund has them). */
export const fromLocal = (text: string): Instant | null => fromLocalText(text.replace(/\.\d{1,6}$/, ''), zone)

/** Yuan with two decimals, as amounts travel. */
export const toYuan = (amount: Money): string => toDecimal(amount.currency, amount.minor)
export function fromYuan(text: string | null): Money | null {
  const fen = text === null ? null : fromDecimal('CNY', text)
  return fen === null ? null : money('CNY', fen)
}

// --- our words → theirs --------------------------------------------------------------------------------------------------

type Biz = Record<string, string | readonly string[]>

export function precreateBiz(ask: PrecreateAsk): Biz {
  return {
    out_trade_no: ask.orderNo,
    total_amount: toYuan(ask.amount),
    subject: cleanSubject(ask.subject),
    product_code: 'FACE_TO_FACE_PAYMENT',
    // Absolute, because timeout_express starts when the shopper opens the cashier (developer.aliyun.com/article/727053).
    time_expire: toLocal(ask.expiresAt),
    ...(ask.storeNo === undefined ? {} : { store_id: ask.storeNo }),
  }
}

export function payBiz(ask: PayAsk): Biz {
  return { ...precreateBiz(ask), scene: 'bar_code', auth_code: ask.authCode }
}

export function refundBiz(ask: RefundAsk): Biz {
  return {
    out_trade_no: ask.orderNo,
    refund_amount: toYuan(ask.amount),
    out_request_no: ask.requestNo,
    ...(ask.reason === undefined ? {} : { refund_reason: ask.reason.slice(0, 256) }),
  }
}

export function refundQueryBiz(ask: RefundAsk): Biz {
  return { out_trade_no: ask.orderNo, out_request_no: ask.requestNo, query_options: ['gmt_refund_pay'] }
}

export const billBiz = (day: Day): Biz => ({ bill_type: 'trade', bill_date: day })

// A subject may not hold / = & (doc of alipay.trade.precreate), and a comma, tab or line break in it would break the columns
// of the bill, which has no quoting.
const cleanSubject = (subject: string): string =>
  subject
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/[/=&,"]/g, (letter) => ({ '/': '／', '=': '＝', '&': '＆', ',': '，', '"': '＂' })[letter] ?? ' ')
    .slice(0, 128) || '订单'

// --- their words → ours --------------------------------------------------------------------------------------------------

/** An answer's content, parsed only after its signature was verified. */
export type Body = Readonly<Record<string, unknown>>
export function textIn(body: Body, name: string): string | null {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : null
}

// Trade states: xie.infoq.cn (当面付 states) and opendocs.alipay.com/open/194/103296. Closed means unpaid or wholly refunded.
const states: Readonly<Record<string, TradeState>> = {
  WAIT_BUYER_PAY: 'waiting',
  TRADE_SUCCESS: 'paid',
  TRADE_FINISHED: 'finished',
  TRADE_CLOSED: 'closed',
}
export const stateOf = (word: string | null): TradeState | null =>
  word !== null && Object.hasOwn(states, word) ? (states[word] ?? null) : null

export function paidFacts(body: Body, walletNo: string, amount: Money): PaidFacts {
  const at = textIn(body, 'gmt_payment') ?? textIn(body, 'send_pay_date')
  return {
    walletNo,
    amount,
    paidAt: at === null ? null : fromLocal(at),
    // buyer_open_id replaces buyer_user_id for newer applications (Alipay's openid migration of 2023).
    payerId: textIn(body, 'buyer_open_id') ?? textIn(body, 'buyer_user_id'),
    payerName: textIn(body, 'buyer_logon_id'),
  }
}

/** What a sub_code means: a refusal, or a word that is no refusal at all. */
export type Meaning = DeclineReason | 'busy' | 'moved_on' | 'no_order' | 'no_bill'

// Business codes of alipay.trade.{pay,precreate,query,cancel,close,refund} and the bill, from the tables of error codes in
// Alipay's documents as copied in the stored code index 21154359765, 24714636196, 13708359263, 19318706087 and
// apifox.cn/apidoc/docs-site/3618910 (cancel). Not verified against the live gateway.
const meanings: Readonly<Record<string, Meaning>> = {
  'ACQ.SYSTEM_ERROR': 'busy',
  'AQC.SYSTEM_ERROR': 'busy', // sic, in Alipay's own table for cancel
  'ACQ.REFUND_CHARGE_ERROR': 'busy',
  'ACQ.TRADE_NOT_EXIST': 'no_order',
  'isp.bill_not_exist': 'no_bill',
  'ACQ.TRADE_HAS_SUCCESS': 'moved_on',
  'ACQ.TRADE_HAS_CLOSE': 'order_closed',
  'ACQ.CONTEXT_INCONSISTENT': 'order_exists',
  'ACQ.PAYMENT_AUTH_CODE_INVALID': 'code_invalid',
  'ACQ.BUYER_BALANCE_NOT_ENOUGH': 'insufficient_funds',
  'ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH': 'insufficient_funds',
  'ACQ.ERROR_BALANCE_PAYMENT_DISABLE': 'insufficient_funds',
  'ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE': 'insufficient_funds',
  'ACQ.PULL_MOBILE_CASHIER_FAIL': 'payer_refused',
  'ACQ.PAYMENT_FAIL': 'payer_refused',
  'ACQ.USER_FACE_PAYMENT_SWITCH_OFF': 'payer_refused',
  'ACQ.BUYER_ENABLE_STATUS_FORBID': 'payer_refused',
  'ACQ.BUYER_SELLER_EQUAL': 'payer_refused',
  'ACQ.MOBILE_PAYMENT_SWITCH_OFF': 'payer_refused',
  'ACQ.PAYER_UNMATCHED': 'payer_refused',
  'ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR': 'payer_limit',
  'ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR': 'payer_limit',
  'ACQ.BEYOND_PAY_RESTRICTION': 'payer_limit',
  'ACQ.BEYOND_PER_RECEIPT_RESTRICTION': 'payer_limit',
  'ACQ.PAYMENT_REQUEST_HAS_RISK': 'risk',
  'ACQ.TRADE_BUYER_NOT_MATCH': 'payer_refused',
  'ACQ.TOTAL_FEE_EXCEED': 'payer_limit',
  'ACQ.EXIST_FORBIDDEN_WORD': 'invalid_request',
  'ACQ.INVALID_PARAMETER': 'invalid_request',
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': 'too_late',
  'ACQ.ACCESS_FORBIDDEN': 'not_permitted',
  'ACQ.PARTNER_ERROR': 'not_permitted',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': 'merchant_funds',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': 'over_refund',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': 'over_refund',
  'ACQ.REASON_TRADE_BEEN_FREEZEN': 'state',
  'ACQ.TRADE_HAS_FINISHED': 'too_late',
  'ACQ.TRADE_CANCEL_TIME_OUT': 'too_late',
  'ACQ.CANCEL_NOT_ALLOWED': 'state',
  'ACQ.TRADE_STATUS_ERROR': 'state',
  'ACQ.REASON_TRADE_STATUS_INVALID': 'state',
  'ACQ.REASON_ILLEGAL_STATUS': 'state',
  'ACQ.TRADE_NOT_ALLOW_REFUND': 'state',
  'ACQ.DISCORDANT_REPEAT_REQUEST': 'order_exists',
}

// Codes of the gateway itself (opendocs.alipay.com/common/02km9f): it refused before the method saw anything.
const gatewayCodes: Readonly<Record<string, Meaning>> = {
  '20001': 'not_permitted', // authorisation token
  '40001': 'invalid_request', // a parameter is missing
  '40002': 'invalid_request', // a parameter is not valid; isv.invalid-signature among them
  '40003': 'invalid_request',
  '40006': 'not_permitted',
}

/** The meaning of a refusal; null when we do not know its words. `aop.` stands before a code that an older gateway passed on. */
export function meaningOf(code: string, subCode: string | null): Meaning | null {
  if (code === '20000' || code === '40005') return 'busy' // not available; called too often
  if (subCode === 'isv.invalid-signature' || subCode === 'isv.invalid-app-id') return 'not_permitted'
  const word = (subCode ?? '').replace(/^aop\./, '')
  if (Object.hasOwn(meanings, word)) return meanings[word] ?? null
  return code !== '40004' && Object.hasOwn(gatewayCodes, code) ? (gatewayCodes[code] ?? null) : null
}

/** A text of the wire for the trace: signatures, payment codes and the shopper's numbers cut, at most 4 KiB. */
export function traced(text: string): string {
  return redactText(
    text
      .slice(0, 4_096)
      .replace(
        /("?(?:sign|auth_code|buyer_user_id|buyer_open_id|buyer_id|buyer_logon_id)"?\s*[:=]\s*"?)([^"&,}]{1,2})[^"&,}]*/g,
        '$1$2***',
      ),
  )
}
