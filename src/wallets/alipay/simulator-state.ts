import type { Random } from '../../base/random.ts'
import { type Books, type Trade, tradeKey } from './simulator-books.ts'
import type { SimulatorKeys } from './simulator-keys.ts'
import type { Levers } from './simulator-levers.ts'

/** The simulator's own world: its hour, chance, keys, memory and terms. */
export type Simulation = {
  now(): number
  random: Random
  keys: SimulatorKeys
  books: Books
  levers: Levers
  /** Fee of a payment in fen, and how much of it goes back with a refund (positive). */
  fee: (trade: Trade) => bigint
  feeBack: (trade: Trade, refundedBeforeFen: bigint, refundFen: bigint) => bigint
  refundWindowMs: number
  /** Above this a shown payment code is not enough: the shopper types the password. */
  passwordAboveFen: bigint
}

/** Why Alipay says no: a sub_code of its documents. */
export class Refusal extends Error {
  readonly subCode: string
  constructor(subCode: string, message: string) {
    super(message)
    this.subCode = subCode
  }
}

export const refundedFen = (trade: Trade): bigint => trade.refunds.reduce((total, refund) => total + refund.fen, 0n)

export function save(s: Simulation, trade: Trade): void {
  s.books.put('trade', tradeKey(trade.appId, trade.orderNo), trade)
}

/** `count` decimal digits. */
export function digits(s: Simulation, count: number): string {
  return Array.from({ length: count }, () => s.random.below(10)).join('')
}
