import { fromDecimal, toDecimal } from '../../base/currency.ts'
import { isDay, minuteMs } from '../../base/time.ts'
import { billReadyAt } from './simulator-bill.ts'
import type { Trade } from './simulator-books.ts'
import type { SimulatedApp } from './simulator-keys.ts'
import { payBy } from './simulator-phone.ts'
import { Refusal, refundedFen, type Simulation, save } from './simulator-state.ts'
import { cancelWindowMs, closeTrade, refundTrade, ripen } from './simulator-trades.ts'
import { fromLocal, toLocal } from './wire.ts'

type Fields = Record<string, unknown>
export type Call = { s: Simulation; app: SimulatedApp; biz: Fields; notifyUrl: string | null; url: string }

/** What each method of the open platform does here. A refusal is thrown with Alipay's own code. */
export const methods = {
  'alipay.trade.precreate': precreate,
  'alipay.trade.pay': pay,
  'alipay.trade.query': query,
  'alipay.trade.cancel': cancel,
  'alipay.trade.close': close,
  'alipay.trade.refund': refund,
  'alipay.trade.fastpay.refund.query': queryRefund,
  'alipay.data.dataservice.bill.downloadurl.query': billAddress,
} as const satisfies Record<string, (call: Call) => Fields>

export const isMethod = (name: string): name is keyof typeof methods => Object.hasOwn(methods, name)

function precreate(call: Call): Fields {
  const { s, app } = call
  const before = tradeOf(call)
  if (before) {
    if (before.totalFen !== fenOf(call, 'total_amount') || before.subject !== subjectOf(call)) throw inconsistent()
    if (before.state === 'TRADE_SUCCESS' || before.state === 'TRADE_FINISHED') throw alreadyPaid()
    if (before.state === 'TRADE_CLOSED' || before.isLocked || before.qrCode === null) throw alreadyClosed()
    return { out_trade_no: before.orderNo, qr_code: before.qrCode }
  }
  const trade = newTrade(call, 'qr')
  // The form of a real code: https://qr.alipay.com/bax and 16 to 19 letters and digits.
  trade.qrCode = `https://qr.alipay.com/bax${Buffer.from(s.random.bytes(12)).toString('hex').slice(0, 18)}`
  trade.appId = app.appId
  save(s, trade)
  return { out_trade_no: trade.orderNo, qr_code: trade.qrCode }
}

function pay(call: Call): Fields {
  const { s, biz } = call
  if (textOf(biz, 'scene') !== 'bar_code') throw new Refusal('ACQ.INVALID_PARAMETER', '支付场景无效')
  const authCode = textOf(biz, 'auth_code') ?? ''
  const before = tradeOf(call)
  if (before) {
    if (before.totalFen !== fenOf(call, 'total_amount')) throw inconsistent()
    if (before.authCode !== authCode) throw before.paidAt === null ? inconsistent() : alreadyPaid()
    if (before.state === 'TRADE_CLOSED') throw alreadyClosed()
    return payFields(s, before)
  }
  const trade = newTrade(call, 'bar_code')
  trade.authCode = authCode
  payBy(s, trade, authCode)
  return payFields(s, trade)
}

// 10003 with the trade's number while the shopper types the password.
function payFields(s: Simulation, trade: Trade): Fields {
  const common = {
    ...buyer(s, trade),
    trade_no: trade.tradeNo,
    out_trade_no: trade.orderNo,
    total_amount: yuan(trade.totalFen),
  }
  if (trade.paidAt === null) return { ...common, code: '10003', msg: 'order success pay inprocess' }
  return { ...common, ...paidFields(s, trade), gmt_payment: toLocal(trade.paidAt) }
}

function query(call: Call): Fields {
  const { s } = call
  const trade = knownTrade(call)
  return {
    ...buyer(s, trade),
    trade_no: trade.tradeNo,
    out_trade_no: trade.orderNo,
    trade_status: trade.state,
    total_amount: yuan(trade.totalFen),
    ...(trade.paidAt === null ? {} : { ...paidFields(s, trade), send_pay_date: toLocal(trade.paidAt) }),
  }
}

function cancel(call: Call): Fields {
  const { s } = call
  const trade = tradeOf(call)
  // Before a scan Alipay answers well without an action, and the code no longer opens (V2EX, as kept at
  // news.fishai.com.cn/news/4471614).
  if (!trade?.tradeNo) {
    if (trade && !s.levers.take('late_success', leverAbout(call))) lock(s, trade)
    return { out_trade_no: textOf(call.biz, 'out_trade_no'), retry_flag: 'N' }
  }
  const common = { trade_no: trade.tradeNo, out_trade_no: trade.orderNo, retry_flag: 'N' }
  if (trade.cancelAction) return { ...common, action: trade.cancelAction }
  if (trade.state === 'TRADE_CLOSED') return { ...common, action: trade.paidAt === null ? 'close' : 'refund' }
  if (trade.state === 'TRADE_FINISHED') throw new Refusal('ACQ.TRADE_HAS_FINISHED', '交易已经完结')
  if (s.now() > trade.madeAt + cancelWindowMs) throw new Refusal('ACQ.TRADE_CANCEL_TIME_OUT', '超过撤销时间范围')
  if (trade.refunds.length > 0) throw new Refusal('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效')
  const action = trade.paidAt === null ? 'close' : 'refund'
  if (s.levers.take('late_success', leverAbout(call))) return { ...common, action }
  trade.cancelAction = action
  if (action === 'close') closeTrade(s, trade)
  else refundTrade(s, trade, trade.orderNo, trade.totalFen, true)
  return { ...common, action }
}

function close(call: Call): Fields {
  const { s } = call
  const trade = tradeOf(call)
  if (trade?.tradeNo === null) lock(s, trade)
  if (!trade?.tradeNo) throw notExist()
  if (trade.paidAt !== null) throw new Refusal('ACQ.REASON_TRADE_STATUS_INVALID', '交易状态不合法')
  if (trade.state !== 'TRADE_CLOSED' && !s.levers.take('late_success', leverAbout(call))) closeTrade(s, trade)
  return { trade_no: trade.tradeNo, out_trade_no: trade.orderNo }
}

function refund(call: Call): Fields {
  const { s, biz } = call
  const trade = knownTrade(call)
  const fen = fenOf(call, 'refund_amount')
  const named = textOf(biz, 'out_request_no')
  if (named === null && fen !== trade.totalFen)
    throw new Refusal('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '撤销或退款金额与订单金额不一致')
  const { refund: made, isNew } = refundTrade(s, trade, named ?? trade.orderNo, fen, false)
  return {
    ...buyer(s, trade),
    trade_no: trade.tradeNo,
    out_trade_no: trade.orderNo,
    fund_change: isNew ? 'Y' : 'N',
    refund_fee: yuan(refundedFen(trade)),
    send_back_fee: yuan(made.fen),
    gmt_refund_pay: toLocal(made.at),
  }
}

function queryRefund(call: Call): Fields {
  const trade = knownTrade(call)
  const made = trade.refunds.find((each) => each.requestNo === (textOf(call.biz, 'out_request_no') ?? trade.orderNo))
  if (!made) return {}
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.orderNo,
    out_request_no: made.requestNo,
    total_amount: yuan(trade.totalFen),
    refund_amount: yuan(made.fen),
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: toLocal(made.at),
  }
}

function billAddress(call: Call): Fields {
  const { s, app, biz, url } = call
  const day = textOf(biz, 'bill_date') ?? ''
  if (textOf(biz, 'bill_type') !== 'trade' || !isDay(day))
    throw new Refusal('isp.bill_invalid_parameter', '账单参数错误')
  if (s.now() < billReadyAt(day) || s.levers.take('late_bill', { day }))
    throw new Refusal('isp.bill_not_exist', '账单不存在')
  return { bill_download_url: `${url}/bill?app_id=${app.appId}&day=${day}` }
}

// --- what the methods share ----------------------------------------------------------------------------------------------

function newTrade(call: Call, scene: Trade['scene']): Trade {
  const { s, app, biz, notifyUrl } = call
  if (!s.books.hasRoom('trade')) throw new Refusal('ACQ.SYSTEM_ERROR', '系统错误')
  const orderNo = textOf(biz, 'out_trade_no') ?? ''
  const totalFen = fenOf(call, 'total_amount')
  if (!/^[\w-]{1,64}$/.test(orderNo) || totalFen <= 0n || totalFen > 10_000_000_000n)
    throw new Refusal('ACQ.INVALID_PARAMETER', '参数无效')
  const until = textOf(biz, 'time_expire')
  const expiresAt = until === null ? null : fromLocal(until)
  if (expiresAt !== null && expiresAt <= s.now())
    throw new Refusal('ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR', '当前时间已超过允许支付的时间')
  return {
    appId: app.appId,
    orderNo,
    tradeNo: null,
    subject: subjectOf(call),
    totalFen,
    scene,
    state: 'UNSCANNED',
    madeAt: s.now(),
    openedAt: null,
    paidAt: null,
    closedAt: null,
    expiresAt: expiresAt ?? s.now() + 120 * minuteMs,
    expressMs: expressOf(textOf(biz, 'timeout_express')),
    qrCode: null,
    authCode: null,
    shopper: null,
    fund: null,
    isLocked: false,
    cancelAction: null,
    refunds: [],
    feeFen: 0n,
    notifyUrl,
    storeNo: textOf(biz, 'store_id') ?? '',
    token: null,
  }
}

// `90m`, `2h`, `1d`; `1c` (today) is not taken here.
function expressOf(text: string | null): number | null {
  const found = /^(\d{1,5})([mhd])$/.exec(text ?? '')
  if (!found) return null
  return Number(found[1]) * minuteMs * ({ m: 1, h: 60, d: 1_440 }[found[2] ?? 'm'] ?? 1)
}

function tradeOf({ s, app, biz }: Call): Trade | null {
  const orderNo = textOf(biz, 'out_trade_no')
  const tradeNo = textOf(biz, 'trade_no')
  const found = tradeNo ? s.books.byTradeNo(tradeNo) : orderNo ? s.books.trade(app.appId, orderNo) : null
  return found && found.appId === app.appId ? ripen(s, found) : null
}

function knownTrade(call: Call): Trade {
  const trade = tradeOf(call)
  if (!trade?.tradeNo) throw notExist()
  return trade
}

function lock(s: Simulation, trade: Trade): void {
  trade.isLocked = true
  save(s, trade)
}

const notExist = (): Refusal => new Refusal('ACQ.TRADE_NOT_EXIST', '交易不存在')
const alreadyPaid = (): Refusal => new Refusal('ACQ.TRADE_HAS_SUCCESS', '交易已被支付')
const alreadyClosed = (): Refusal => new Refusal('ACQ.TRADE_HAS_CLOSE', '交易已经关闭')
const inconsistent = (): Refusal => new Refusal('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改')
const leverAbout = (call: Call) => ({ orderNo: textOf(call.biz, 'out_trade_no') })
const subjectOf = (call: Call): string => (textOf(call.biz, 'subject') ?? '').slice(0, 256)
const yuan = (fen: bigint): string => toDecimal('CNY', fen)

function fenOf(call: Call, name: string): bigint {
  const value = call.biz[name]
  const fen = fromDecimal('CNY', typeof value === 'number' ? String(value) : (textOf(call.biz, name) ?? ''))
  if (fen === null) throw new Refusal('ACQ.INVALID_PARAMETER', '金额无效')
  return fen
}

function textOf(biz: Fields, name: string): string | null {
  const value = biz[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function buyer(s: Simulation, trade: Trade): Fields {
  const shopper = s.books.shoppers.get(trade.shopper ?? '')
  return shopper ? { buyer_logon_id: shopper.logonId, buyer_user_id: shopper.userId } : {}
}

function paidFields(s: Simulation, trade: Trade): Fields {
  const amount = yuan(trade.totalFen)
  const fund = s.books.shoppers.get(trade.shopper ?? '')?.funds.find((each) => each.id === trade.fund)
  return {
    receipt_amount: amount,
    buyer_pay_amount: amount,
    invoice_amount: amount,
    point_amount: '0.00',
    fund_bill_list: [{ amount, fund_channel: fund?.channel ?? 'ALIPAYACCOUNT' }],
    ...(trade.storeNo === '' ? {} : { store_id: trade.storeNo }),
  }
}
