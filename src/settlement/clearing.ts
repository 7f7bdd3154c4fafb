import type { Meters, PricedLine } from '../agreements/price.ts'
import type { Party, Product, Terms } from '../agreements/terms.ts'
import { assert } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import { add, type Money, minus, negate, zero } from '../base/money.ts'
import type { Day, Instant } from '../base/time.ts'

export type ClearingKind = 'payment' | 'refund' | 'adjustment'

/** What payments hand over, in their own transaction, for each capture and each refund. */
export type NewClearingLine = {
  /** `pay_…` of a payment, `ref_…` of a refund, any id of an adjustment's cause. */
  object: string
  kind: ClearingKind
  partner: Id<'par'>
  /** The connector's name, `alipay`. */
  wallet: string
  merchant: Id<'mer'>
  product: Product
  /** The order number we gave the wallet (`out_trade_no`), of the payment also on its refunds. */
  orderNo: string
  /** The refund request number we gave the wallet (`out_request_no`); null on a payment. */
  requestNo: string | null
  /** The wallet's own number of the trade, when it told us. */
  walletNo: string | null
  /** When the wallet says the money moved. */
  at: Instant
  /** Signed: what the payer paid is positive, what went back is negative. */
  amount: Money
  /** Priced lines of this capture or refund, exactly as posted; their signs are read from payer and payee. */
  priced: readonly PricedLine[]
  /** Where the fee meters stood before this capture; empty on a refund. They make a graduated fee repeatable. */
  meters: Meters
  agreement: Id<'agr'>
  version: number
  versionDigest: Digest
  /** The terms of that version: their calendar gives the settlement day. */
  terms: Terms
}

/** What one capture or refund means between institution, wallet and merchant. Never changed; settles exactly once. */
export type ClearingLine = Omit<NewClearingLine, 'terms' | 'priced'> & {
  id: Id<'clr'>
  clauses: readonly PricedLine[]
  /** What the merchant pays us; negative when a refund returns it. */
  merchantFee: Money
  /** What the wallet withholds from its payment to us. */
  walletFee: Money
  /** What we owe the wallet as its share. */
  revenueShare: Money
  settlementDay: Day
  /** The settlement that took it; null while open. */
  settlement: Id<'stl'> | null
}

/** Sums of a priced list by kind, seen from the capture: a returned fee is negative. */
export function chargesOf(
  amount: Money,
  priced: readonly PricedLine[],
): Pick<ClearingLine, 'merchantFee' | 'walletFee' | 'revenueShare'> {
  const none = zero(amount.currency)
  const charges = { merchantFee: none, walletFee: none, revenueShare: none }
  for (const line of priced) {
    if (line.kind === 'merchant-fee')
      charges.merchantFee = add(charges.merchantFee, towards(line, 'merchant', 'institution'))
    else if (line.kind === 'wallet-fee')
      charges.walletFee = add(charges.walletFee, towards(line, 'institution', 'wallet'))
    else charges.revenueShare = add(charges.revenueShare, towards(line, 'institution', 'wallet'))
  }
  return charges
}

/** What the wallet transfers for a line: the amount less the fee it withholds. Its revenue share is apart. */
export const walletNet = (line: Pick<ClearingLine, 'amount' | 'walletFee'>): Money => minus(line.amount, line.walletFee)

/** What the merchant is owed for a line. */
export const merchantNet = (line: Pick<ClearingLine, 'amount' | 'merchantFee'>): Money =>
  minus(line.amount, line.merchantFee)

// What goes back has its parties exchanged: it counts against what was taken.
function towards(line: PricedLine, payer: Party, payee: Party): Money {
  if (line.payer === payer && line.payee === payee) return line.amount
  assert(line.payer === payee && line.payee === payer, `a ${line.kind} moves between ${payer} and ${payee}`)
  return negate(line.amount)
}
