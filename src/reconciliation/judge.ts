import type { Terms } from '../agreements/terms.ts'
import { add, compare, type Money, negate, zero } from '../base/money.ts'
import type { ClearingLine } from '../settlement/clearing.ts'
import type { FeeJudge } from './match.ts'
import { type Family, findingOf, reprice } from './reprice.ts'

/**
 * Judges each fee by the version its line carries. `terms` holds the versions by their roots, every one that a line carries among
 * them; the rest serve to recognise a price of another version. `lines` hold the captures and all refunds of the orders judged.
 */
export function feeJudge(lines: readonly ClearingLine[], terms: ReadonlyMap<string, Terms>): FeeJudge {
  const families = familiesOf(lines)
  return (row, line) => {
    const own = terms.get(line.versionDigest)
    const family = families.get(line.id) ?? { line, captured: null, refundedBefore: zero(line.amount.currency) }
    const stored = line.clauses.find(({ kind }) => kind === 'wallet-fee')
    const repriced = own ? reprice(own, family) : null
    const theirs = negate(row.fee)
    const expected = repriced?.fee ?? line.walletFee
    const path = repriced?.path ?? stored?.path ?? null
    const how = repriced?.how ?? stored?.how ?? null
    const agrees = compare(theirs, expected) === 0 && compare(line.walletFee, expected) === 0
    if (agrees || !own) return { expected, finding: agrees ? null : 'rate', path, how }
    const others = [...terms.values()].filter((other) => other !== own)
    return { expected, finding: findingOf(own, family, { ours: line.walletFee, theirs, expected, others }), path, how }
  }
}

// Refunds in the order in which they were booked: each returns the difference to what those before it had returned.
function familiesOf(lines: readonly ClearingLine[]): Map<string, Family> {
  const captures = new Map(lines.filter(({ kind }) => kind === 'payment').map((line) => [line.orderNo, line]))
  const refunded = new Map<string, Money>()
  const families = new Map<string, Family>()
  for (const line of [...lines].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const none = zero(line.amount.currency)
    const before = refunded.get(line.orderNo) ?? none
    families.set(line.id, {
      line,
      captured: captures.get(line.orderNo) ?? null,
      refundedBefore: line.kind === 'refund' ? before : none,
    })
    if (line.kind === 'refund') refunded.set(line.orderNo, add(before, negate(line.amount)))
  }
  return families
}
