import { assert } from '../base/assert.ts'
import { allocate, type Money, minus, negate, sum, zero } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import { type Fee, feeOf, type Meter } from './fee.ts'
import type { FeeRule, Party, Product, Terms } from './terms.ts'

/** What one clause takes for one payment. Never negative: `payer` → `payee` is the direction, also of what is given back. */
export type PricedLine = {
  kind: 'merchant-fee' | 'wallet-fee' | 'revenue-share'
  rule: string // id of the fee rule or commitment; 'revenue-share'
  payer: Party
  payee: Party
  amount: Money
  clause: 'fees' | 'revenueShare'
  path: string // JSON pointer into the terms
  how: string
}

/** The volume and count each rule has priced in its month before this payment, by rule id; none means nothing yet. */
export type Meters = ReadonlyMap<string, Meter>

/**
 * Price of one captured payment: a line for every fee rule that names its product and currency, in the order of the agreement, then
 * the wallet's share of the revenue. Lines of zero are kept, so that a trace can say why nothing was taken. `amount` > 0. A rule's
 * meter counts the payments of its payer's month: a merchant rule's is kept per merchant, a wallet rule's per agreement.
 */
export function priceCapture(
  { clauses }: Terms,
  { product, amount, meters }: { product: Product; amount: Money; meters: Meters },
): PricedLine[] {
  assert(amount.minor > 0n, 'a captured amount is positive')
  const fees = clauses.fees.rules.flatMap((rule, place) => {
    if (rule.currency !== amount.currency || !rule.products.includes(product)) return []
    return [feeLine(rule, place, feeOf(rule.price, amount, meters.get(rule.id) ?? { volume: 0n, count: 0n }))]
  })
  return [...fees, ...revenueLines(clauses.revenueShare, fees, amount)]
}

/** Ids of the rules whose meters grow by this payment. */
export const metersOf = ({ clauses }: Terms, product: Product, { currency }: Money): string[] =>
  clauses.fees.rules
    .filter((rule) => rule.currency === currency && rule.products.includes(product))
    .map((rule) => rule.id)

/** A merchant's fee or the wallet's: told by who pays. */
export const feeKind = ({ payer }: FeeRule): 'merchant-fee' | 'wallet-fee' =>
  payer === 'merchant' ? 'merchant-fee' : 'wallet-fee'

/** A line whose amount may be negative, turned so that it is not: who would receive less than nothing pays. */
export function directed(line: PricedLine): PricedLine {
  if (line.amount.minor >= 0n) return line
  return { ...line, payer: line.payee, payee: line.payer, amount: negate(line.amount) }
}

const feeLine = (rule: FeeRule, place: number, { amount, how }: Fee): PricedLine => ({
  kind: feeKind(rule),
  rule: rule.id,
  payer: rule.payer,
  payee: rule.payee,
  amount,
  clause: 'fees',
  path: `/clauses/fees/rules/${place}`,
  how,
})

function revenueLines(
  { base, shares, sharesLosses }: Terms['clauses']['revenueShare'],
  fees: readonly PricedLine[],
  { currency }: Money,
): PricedLine[] {
  const place = shares.findIndex((share) => share.party === 'wallet')
  const share = shares[place]
  if (!share) return [] // all of it stays with the institution: nothing is paid
  const total = (kind: PricedLine['kind']): Money =>
    sum(
      currency,
      fees.filter((fee) => fee.kind === kind).map((fee) => fee.amount),
    )
  const gross = total('merchant-fee')
  const shared = base === 'gross-fee' ? gross : minus(gross, total('wallet-fee'))
  const source = base === 'gross-fee' ? 'gross fee' : `net fee ${written(gross)} - ${written(total('wallet-fee'))}`
  const isBorne = shared.minor < 0n && !sharesLosses
  const parts = allocate(
    shared,
    shares.map(({ ppm }) => BigInt(ppm)),
  )
  const amount = isBorne ? zero(currency) : (parts[place] ?? zero(currency))
  const how = isBorne
    ? `${source} = ${written(shared)}: a loss is borne by the institution`
    : `${percent(share.ppm)} x ${written(shared)} = ${written(amount)} (${source})`
  const path = `/clauses/revenueShare/shares/${place}`
  return [
    directed({
      kind: 'revenue-share',
      rule: 'revenue-share',
      payer: 'institution',
      payee: 'wallet',
      amount,
      clause: 'revenueShare',
      path,
      how,
    }),
  ]
}
