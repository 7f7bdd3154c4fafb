import { assert } from '../base/assert.ts'
import { add, compare, divideHalfEven, type Money, money } from '../base/money.ts'
import { written } from './arithmetic.ts'
import type { PricedLine } from './price.ts'
import type { Terms } from './terms.ts'

/**
 * What a refund gives back of the lines priced at capture, under the same version: payer and payee change places, amounts stay
 * positive. Each line's return is a difference of a cumulative share, so that n partial refunds return exactly what one full refund
 * does. Lines whose rule keeps its fee give nothing. 0 < refund, and all refunds together ≤ captured.
 */
export function priceRefund(
  terms: Terms,
  {
    lines,
    captured,
    refundedBefore,
    refund,
  }: {
    lines: readonly PricedLine[]
    captured: Money
    refundedBefore: Money
    refund: Money
  },
): PricedLine[] {
  const after = add(refundedBefore, refund)
  assert(refund.minor > 0n && refundedBefore.minor >= 0n, 'a refund is positive')
  assert(compare(after, captured) <= 0, 'refunds stay within what was captured')
  return lines
    .filter((line) => isReturned(terms, line))
    .map((line) => {
      const returnedBefore = returned(line, refundedBefore, captured)
      const returnedAfter = returned(line, after, captured)
      const amount = money(captured.currency, returnedAfter.minor - returnedBefore.minor)
      const share = `${written(line.amount)} x ${written(after)} / ${written(captured)} = ${written(returnedAfter)}`
      const less =
        returnedBefore.minor === 0n ? '' : `, less ${written(returnedBefore)} returned before = ${written(amount)}`
      return { ...line, payer: line.payee, payee: line.payer, amount, how: `${share}${less}` }
    })
}

function isReturned({ clauses }: Terms, line: PricedLine): boolean {
  if (line.kind === 'revenue-share') return clauses.revenueShare.onRefund === 'claw-back'
  const rule = clauses.fees.rules.find(({ id }) => id === line.rule)
  assert(rule, `the fee rule ${line.rule} stands in the version that priced the payment`)
  return rule.onRefund === 'return'
}

const returned = ({ amount }: PricedLine, refunded: Money, captured: Money): Money =>
  money(amount.currency, divideHalfEven(amount.minor * refunded.minor, captured.minor))
