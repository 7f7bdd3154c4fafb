import { percent, written } from '../agreements/arithmetic.ts'
import { type PricedLine, priceCapture } from '../agreements/price.ts'
import { priceRefund } from '../agreements/refundPrice.ts'
import type { FeeRule, Terms } from '../agreements/terms.ts'
import { add, compare, divideHalfEven, type Money, minus, negate, portion, wholePpm, zero } from '../base/money.ts'
import type { ClearingLine } from '../settlement/clearing.ts'
import type { Finding } from './reconciliation.ts'

/** What the agreement makes of the wallet's fee of one line, computed again from the version the line carries. */
export type Repriced = { fee: Money; path: string | null; how: string | null }

/** A line, its payment when it is a refund, and the refunds of that payment before it. */
export type Family = { line: ClearingLine; captured: ClearingLine | null; refundedBefore: Money }

/**
 * The wallet's fee of a line by its own version: a capture from the amount and the meters it saw, a refund from its capture. Null when
 * it cannot be computed again (an adjustment, or a refund whose capture is not cleared here).
 */
export function reprice(terms: Terms, { line, captured, refundedBefore }: Family): Repriced | null {
  if (line.kind === 'payment') return walletFeeOf(priceCapture(terms, line), line.amount)
  if (line.kind !== 'refund' || !captured) return null
  const refund = negate(line.amount)
  if (compare(add(refundedBefore, refund), captured.amount) > 0) return null
  const returned = priceRefund(terms, { lines: captured.clauses, captured: captured.amount, refundedBefore, refund })
  return walletFeeOf(returned, line.amount)
}

/** Why the wallet took `theirs` where the clause asks for `expected`. `others` are versions that are not the line's. */
export function findingOf(
  terms: Terms,
  family: Family,
  { ours, theirs, expected, others }: { ours: Money; theirs: Money; expected: Money; others: readonly Terms[] },
): Finding {
  if (compare(ours, expected) !== 0 && compare(theirs, expected) === 0) return 'ours'
  const rules = walletRules(terms, family.line)
  if (rules.length === 0) return 'unknown-fee'
  if (isOneUnit(theirs, expected)) return 'rounding'
  if (rules.some((rule) => isOtherTier(rule, family.line.amount, theirs))) return 'tier'
  if (others.some((other) => isPriceOf(other, family, theirs))) return 'wrong-version'
  return 'rate'
}

/** The rate that a fee comes to, in words: "0.30%". */
export function rateOf(fee: Money, amount: Money): string {
  const [part, whole] = amount.minor < 0n ? [-fee.minor, -amount.minor] : [fee.minor, amount.minor]
  return whole === 0n ? written(fee) : percent(Number(divideHalfEven(part * wholePpm, whole)))
}

const isOneUnit = (a: Money, b: Money): boolean => {
  const difference = minus(a, b).minor
  return difference === 1n || difference === -1n
}

function isPriceOf(terms: Terms, family: Family, fee: Money): boolean {
  const repriced = reprice(terms, family)
  return repriced !== null && compare(repriced.fee, fee) === 0
}

// Rates of other tiers give themselves away to the cent; one unit of rounding is allowed on either side.
function isOtherTier({ price }: FeeRule, amount: Money, fee: Money): boolean {
  if (price.kind !== 'graduated' && price.kind !== 'volume') return false
  return price.tiers.some(({ ratePpm }) => {
    const at = portion(amount, BigInt(ratePpm))
    return compare(at, fee) === 0 || isOneUnit(at, fee)
  })
}

const walletRules = ({ clauses }: Terms, { product, amount }: ClearingLine): FeeRule[] =>
  clauses.fees.rules.filter(
    (rule) => rule.payee === 'wallet' && rule.currency === amount.currency && rule.products.includes(product),
  )

function walletFeeOf(lines: readonly PricedLine[], { currency }: Money): Repriced {
  const fees = lines.filter(({ kind }) => kind === 'wallet-fee')
  const fee = fees.reduce(
    (all, { payee, amount }) => (payee === 'wallet' ? add(all, amount) : minus(all, amount)),
    zero(currency),
  )
  return { fee, path: fees[0]?.path ?? null, how: fees.map(({ how }) => how).join('; ') || null }
}
