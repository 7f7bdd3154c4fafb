import { type Problem, problem } from './problem.ts'
import type { Clauses, Commitment, FeeRule, Price, Tier } from './terms.ts'
import { currencyProblems, idProblems, productProblems, sharesProblems } from './validateShared.ts'

/** Fees and revenue share: every payment in scope has exactly one price in each direction, and every price can be computed. */
export function validateFees(clauses: Clauses): Problem[] {
  const { rules, commitments } = clauses.fees
  return [
    ...idProblems('/clauses/fees/rules', rules),
    ...rules.flatMap((rule, place) => ruleProblems(`/clauses/fees/rules/${place}`, rule, clauses)),
    ...rules.flatMap((rule, place) => ambiguities(rule, place, rules)),
    ...unpriced(clauses),
    ...idProblems('/clauses/fees/commitments', commitments),
    ...commitments.flatMap((commitment, place) =>
      commitmentProblems(`/clauses/fees/commitments/${place}`, commitment, clauses),
    ),
    ...sharesProblems('/clauses/revenueShare/shares', clauses.revenueShare.shares),
  ]
}

function ruleProblems(at: string, rule: FeeRule, clauses: Clauses): Problem[] {
  const direction = `${rule.payer}>${rule.payee}`
  const known = direction === 'merchant>institution' || direction === 'institution>wallet'
  return [
    ...(known ? [] : [problem(`${at}/payee`, 'fee_direction')]),
    ...productProblems(`${at}/products`, rule.products, clauses),
    ...currencyProblems(`${at}/currency`, rule.currency, clauses),
    ...priceProblems(`${at}/price`, rule.price),
  ]
}

function priceProblems(at: string, price: Price): Problem[] {
  if (price.kind === 'graduated' || price.kind === 'volume') return tierProblems(`${at}/tiers`, price.tiers)
  if (
    price.kind === 'percentage' &&
    price.floor !== null &&
    price.cap !== null &&
    BigInt(price.cap) < BigInt(price.floor)
  ) {
    return [problem(`${at}/cap`, 'cap_below_floor')]
  }
  if (price.kind === 'cost-plus' && price.costPpm + price.markupPpm > 999_999) {
    return [problem(`${at}/markupPpm`, 'rates_above_whole')]
  }
  return []
}

function tierProblems(at: string, tiers: readonly Tier[]): Problem[] {
  return tiers.flatMap(({ upTo }, place) => {
    const here = `${at}/${place}/upTo`
    const isLast = place === tiers.length - 1
    if (upTo === null) return isLast ? [] : [problem(here, 'tiers_open_early')]
    if (isLast) return [problem(here, 'tiers_not_open')]
    if (upTo === '0') return [problem(here, 'tiers_empty')]
    const before = tiers[place - 1]?.upTo ?? '0'
    return BigInt(upTo) > BigInt(before) ? [] : [problem(here, 'tiers_not_rising')]
  })
}

function ambiguities(rule: FeeRule, place: number, rules: readonly FeeRule[]): Problem[] {
  const other = rules.findIndex((earlier) => overlap(earlier, rule).length > 0)
  const [product] = rules[other] ? overlap(rules[other], rule) : []
  if (other >= place || product === undefined) return []
  return [problem(`/clauses/fees/rules/${place}`, 'fee_ambiguous', { other, product, currency: rule.currency })]
}

const overlap = (a: FeeRule, b: FeeRule): string[] =>
  a.currency === b.currency && a.payer === b.payer && a.payee === b.payee
    ? a.products.filter((product) => b.products.includes(product))
    : []

function unpriced({ scope, fees }: Clauses): Problem[] {
  return scope.currencies.flatMap((currency) =>
    scope.products.flatMap((product) => {
      const priced = fees.rules.some(
        (rule) => rule.payer === 'merchant' && rule.currency === currency && rule.products.includes(product),
      )
      return priced ? [] : [problem('/clauses/fees/rules', 'fee_unpriced', { product, currency })]
    }),
  )
}

function commitmentProblems(at: string, commitment: Commitment, clauses: Clauses): Problem[] {
  const { rules } = clauses.fees
  const unknown = commitment.rules.filter((id) => !rules.some((rule) => rule.id === id))
  const named = rules.filter((rule) => commitment.rules.includes(rule.id))
  const mixed = named.some(
    (rule) => rule.currency !== commitment.currency || rule.payer !== named[0]?.payer || rule.payee !== named[0]?.payee,
  )
  return [
    ...unknown.map((rule) => problem(`${at}/rules`, 'commitment_rule_unknown', { rule })),
    ...(mixed ? [problem(`${at}/rules`, 'commitment_mixed')] : []),
    ...currencyProblems(`${at}/currency`, commitment.currency, clauses),
  ]
}
