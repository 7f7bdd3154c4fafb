import { divideHalfEven } from '../../base/money.ts'
import { hourMs } from '../../base/time.ts'
import type { Fund, Refund, Shopper, Trade } from './simulator-books.ts'
import { tellClosed, tellPaid, tellRefunded, tellWaiting } from './simulator-notices.ts'
import { digits, Refusal, refundedFen, type Simulation, save } from './simulator-state.ts'
import { toLocal } from './wire.ts'

export const cancelWindowMs = 24 * hourMs

// 条码支付 0.6 % is the usual rate of mainland contracts; the caller gives the rate of the agreement being shown.
export const usualFee = (trade: Trade): bigint => divideHalfEven(trade.totalFen * 6n, 1_000n)

/** The fee goes back in proportion, so that many partial refunds give back exactly what one whole refund does. */
export function usualFeeBack(trade: Trade, refundedBeforeFen: bigint, refundFen: bigint): bigint {
  const upTo = (fen: bigint): bigint => divideHalfEven(trade.feeFen * fen, trade.totalFen)
  return upTo(refundedBeforeFen + refundFen) - upTo(refundedBeforeFen)
}

/** A trade becomes one at Alipay: it gets its number, 28 digits from the date. */
export function openTrade(s: Simulation, trade: Trade): void {
  const number = String(s.books.nextNumber()).padStart(10, '0')
  trade.tradeNo = `${toLocal(s.now()).slice(0, 10).replaceAll('-', '')}22001${digits(s, 5)}${number}`
  trade.openedAt = s.now()
  trade.state = 'WAIT_BUYER_PAY'
  trade.token = Buffer.from(s.random.bytes(16)).toString('hex')
  save(s, trade)
  if (trade.scene === 'qr') tellWaiting(s, trade)
}

/** Brings a trade up to the hour: past its end it closes, past its refund window it is finished. */
export function ripen(s: Simulation, trade: Trade): Trade {
  const now = s.now()
  if (trade.state === 'UNSCANNED' && now >= (endOf(trade) ?? Number.POSITIVE_INFINITY)) {
    trade.isLocked = true
    trade.state = 'TRADE_CLOSED'
    trade.closedAt = now
    save(s, trade)
  } else if (trade.state === 'WAIT_BUYER_PAY' && now >= (endOf(trade) ?? Number.POSITIVE_INFINITY)) closeTrade(s, trade)
  else if (trade.state === 'TRADE_SUCCESS' && trade.paidAt !== null && now >= trade.paidAt + s.refundWindowMs) {
    trade.state = 'TRADE_FINISHED'
    save(s, trade)
  }
  return trade
}

export function endOf(trade: Trade): number | null {
  const relative = trade.expressMs === null || trade.openedAt === null ? null : trade.openedAt + trade.expressMs
  if (relative === null || trade.expiresAt === null) return relative ?? trade.expiresAt
  return Math.min(relative, trade.expiresAt)
}

export function closeTrade(s: Simulation, trade: Trade): void {
  trade.state = 'TRADE_CLOSED'
  trade.closedAt = s.now()
  save(s, trade)
  tellClosed(s, trade)
}

/** Takes the money from the shopper. Throws a Refusal when no fund has enough. */
export function payTrade(s: Simulation, trade: Trade, shopper: Shopper, fundId: string | null): void {
  const fund = fundFor(shopper, trade.totalFen, fundId)
  fund.leftFen -= trade.totalFen
  s.books.put('shopper', shopper.id, shopper)
  trade.shopper = shopper.id
  trade.fund = fund.id
  trade.paidAt = s.now()
  trade.state = 'TRADE_SUCCESS'
  trade.feeFen = s.fee(trade)
  save(s, trade)
  tellPaid(s, trade)
}

export function fundFor(shopper: Shopper, fen: bigint, fundId: string | null): Fund {
  const fund = shopper.funds.find((each) => (fundId === null || each.id === fundId) && each.leftFen >= fen)
  if (fund) return fund
  throw new Refusal('ACQ.BUYER_BALANCE_NOT_ENOUGH', '买家余额不足')
}

/** Gives money back once per request number. Answers the refund and whether it was made now. */
export function refundTrade(
  s: Simulation,
  trade: Trade,
  requestNo: string,
  fen: bigint,
  isCancel: boolean,
): { refund: Refund; isNew: boolean } {
  const before = trade.refunds.find((refund) => refund.requestNo === requestNo)
  if (before) {
    if (before.fen !== fen) throw new Refusal('ACQ.DISCORDANT_REPEAT_REQUEST', '不一致的请求')
    return { refund: before, isNew: false }
  }
  mustBeRefundable(trade, fen)
  const feeBackFen = s.feeBack(trade, refundedFen(trade), fen)
  const refund: Refund = { requestNo, fen, feeBackFen, at: s.now(), isCancel }
  trade.refunds.push(refund)
  if (refundedFen(trade) === trade.totalFen) {
    trade.state = 'TRADE_CLOSED'
    trade.closedAt = s.now()
  }
  const shopper = s.books.shoppers.get(trade.shopper ?? '')
  const fund = shopper?.funds.find((each) => each.id === trade.fund)
  if (shopper && fund) {
    fund.leftFen += fen
    s.books.put('shopper', shopper.id, shopper)
  }
  save(s, trade)
  tellRefunded(s, trade, refund)
  return { refund, isNew: true }
}

const refundsMax = 50

function mustBeRefundable(trade: Trade, fen: bigint): void {
  if (trade.state === 'TRADE_FINISHED') throw new Refusal('ACQ.TRADE_HAS_FINISHED', '交易已完结')
  if (trade.state === 'WAIT_BUYER_PAY') throw new Refusal('ACQ.TRADE_STATUS_ERROR', '交易状态不合法')
  if (trade.state === 'TRADE_CLOSED') throw new Refusal('ACQ.TRADE_HAS_CLOSE', '交易已经关闭')
  // More than is left is REASON_TRADE_REFUND_FEE_ERR (553668.com/manong/375725.html, captured answer).
  if (fen <= 0n || fen > trade.totalFen - refundedFen(trade))
    throw new Refusal('ACQ.REASON_TRADE_REFUND_FEE_ERR', '退款金额无效')
  if (trade.refunds.length >= refundsMax) throw new Refusal('ACQ.TRADE_NOT_ALLOW_REFUND', '当前交易不允许退款')
}
