import { unreachable } from '../base/assert.ts'
import { type Money, money } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import { packageFee } from './fee.ts'
import { directed, feeKind, type PricedLine } from './price.ts'
import type { Commitment, FeeRule, Terms } from './terms.ts'
import { tierOf, volumeFee } from './tiers.ts'

/** What one rule saw in a whole fee period, in minor units of its currency. Captured is gross of refunds. */
export type Usage = {
  volume: bigint // captured
  count: bigint // payments captured
  charged: bigint // fees taken at capture
  refunded: bigint // amounts refunded
  returned: bigint // fees given back for them
}

/**
 * Lines due at the end of a fee period: what a volume price comes to at the tier reached, less what was charged provisionally (the
 * payee gives back when it was too much); what is left of a package's price; what is missing to a minimum commitment, after those.
 * Uses by rule id; a rule without use counts as nothing. One payer's period: call once per merchant for merchant rules.
 */
export function trueUp({ clauses: { fees } }: Terms, uses: ReadonlyMap<string, Usage>): PricedLine[] {
  const ends = fees.rules.map((rule, place) => endOf(rule, place, uses.get(rule.id) ?? nothing))
  const missing = fees.commitments.map((commitment, place) => {
    const paid = fees.rules.reduce((total, rule, at) => {
      if (!commitment.rules.includes(rule.id)) return total
      const { charged, returned } = uses.get(rule.id) ?? nothing
      return total + charged - returned + (ends[at]?.amount.minor ?? 0n)
    }, 0n)
    return shortfall(commitment, place, paid, fees.rules)
  })
  return [...ends, ...missing].flatMap((line) => (line === null || line.amount.minor === 0n ? [] : [directed(line)]))
}

const nothing: Usage = { volume: 0n, count: 0n, charged: 0n, refunded: 0n, returned: 0n }

function endOf(rule: FeeRule, place: number, use: Usage): PricedLine | null {
  const path = `/clauses/fees/rules/${place}`
  const of = (minor: bigint): string => written(money(rule.currency, minor))
  switch (rule.price.kind) {
    case 'volume': {
      // A returned fee leaves the base with its refund; the tier stays the one that captures reached.
      const { tiers } = rule.price
      const priced = rule.onRefund === 'return' ? use.volume - use.refunded : use.volume
      const due = volumeFee(tiers, use.volume, priced)
      const paid = use.charged - use.returned
      const reached = tierOf(tiers, use.volume)
      const how = `${percent(tiers[reached]?.ratePpm ?? 0)} x ${of(priced)} = ${of(due)} (tier ${reached + 1}) - charged ${of(paid)} = ${of(due - paid)}`
      return lineOf(rule, rule.id, money(rule.currency, due - paid), path, how)
    }
    case 'package': {
      const included = BigInt(rule.price.included)
      const due = packageFee(rule.price, use.count < included ? included : use.count)
      const how = `package ${of(due)} for ${use.count} payments - charged ${of(use.charged)} = ${of(due - use.charged)}`
      return lineOf(rule, rule.id, money(rule.currency, due - use.charged), path, how)
    }
    case 'percentage':
    case 'graduated':
    case 'cost-plus':
      return null // exact at capture
    default:
      return unreachable(rule.price)
  }
}

function shortfall(
  { id, rules, ...commitment }: Commitment,
  place: number,
  paid: bigint,
  all: readonly FeeRule[],
): PricedLine | null {
  const minimum = BigInt(commitment.minimum)
  const first = all.find((rule) => rules.includes(rule.id))
  if (!first || paid >= minimum) return null
  const of = (minor: bigint): string => written(money(commitment.currency, minor))
  const how = `minimum ${of(minimum)} - fees ${of(paid)} = ${of(minimum - paid)}`
  return lineOf(first, id, money(commitment.currency, minimum - paid), `/clauses/fees/commitments/${place}`, how)
}

const lineOf = (rule: FeeRule, id: string, amount: Money, path: string, how: string): PricedLine => ({
  kind: feeKind(rule),
  rule: id,
  payer: rule.payer,
  payee: rule.payee,
  amount,
  clause: 'fees',
  path,
  how,
})
