import type { Annex, Party, Terms } from '../agreements/terms.ts'
import { allocate, divideHalfEven, money, portion } from '../base/money.ts'
import { dayOf } from '../base/time.ts'
import type { TrafficRow } from './traffic.ts'

/** What one annex gives the payer of one payment, by who funds it. */
export type Subsidy = {
  annex: string
  path: string
  minor: bigint
  funding: { party: Party; minor: bigint }[]
  returns: boolean
}

/** Campaign budgets over a traffic: a subsidy stops at its annex's caps and budget, a refund may give it back. */
export function campaigns(): {
  give(terms: Terms, row: TrafficRow): Subsidy[]
  /** What of a subsidy returns when refunds of a payment grow from `before` to `after` of `captured`. */
  giveBack(terms: Terms, subsidies: readonly Subsidy[], row: TrafficRow, refunds: Refunds): Subsidy[]
} {
  const spent = new Map<string, bigint>()
  const grow = (key: string, minor: bigint): void => void spent.set(key, (spent.get(key) ?? 0n) + minor)
  const keys = (annex: string, { merchant, payer }: TrafficRow) => [
    annex,
    payer === null ? null : `${annex} ${merchant} ${payer}`,
  ]
  return {
    give: (terms, row) =>
      terms.clauses.marketing.annexes.flatMap((annex, place) => {
        if (!isMeant(terms, annex, row)) return []
        const [budgetKey, payerKey] = keys(annex.id, row)
        const left = BigInt(annex.budget) - (spent.get(budgetKey ?? '') ?? 0n)
        const leftOfPayer = payerKey ? BigInt(annex.perPayer) - (spent.get(payerKey) ?? 0n) : BigInt(annex.perPayer)
        const full = portion(row.amount, BigInt(annex.discountPpm)).minor
        const minor = [full, BigInt(annex.perPayment), left, leftOfPayer].reduce((a, b) => (a < b ? a : b))
        if (minor <= 0n) return []
        for (const key of [budgetKey, payerKey]) if (key) grow(key, minor)
        return [subsidyOf(annex, place, row, minor)]
      }),
    giveBack: (terms, subsidies, row, { before, after, captured }) =>
      subsidies.flatMap((subsidy) => {
        if (!subsidy.returns) return []
        const part = (refunded: bigint) => divideHalfEven(subsidy.minor * refunded, captured)
        const minor = part(after) - part(before)
        const place = terms.clauses.marketing.annexes.findIndex(({ id }) => id === subsidy.annex)
        const annex = terms.clauses.marketing.annexes[place]
        if (!annex || minor <= 0n) return []
        for (const key of keys(annex.id, row)) if (key) grow(key, -minor)
        return [subsidyOf(annex, place, row, minor)]
      }),
  }
}

export type Refunds = { before: bigint; after: bigint; captured: bigint }

function isMeant({ clauses }: Terms, annex: Annex, { amount, product, paidAt }: TrafficRow): boolean {
  if (amount.currency !== annex.currency || !annex.products.includes(product)) return false
  if (amount.minor < BigInt(annex.minimumAmount)) return false
  const day = dayOf(paidAt, clauses.fees.zone)
  return annex.firstDay <= day && day <= annex.lastDay
}

function subsidyOf(annex: Annex, place: number, { amount }: TrafficRow, minor: bigint): Subsidy {
  const parts = allocate(
    money(amount.currency, minor),
    annex.funding.map(({ ppm }) => BigInt(ppm)),
  )
  return {
    annex: annex.id,
    path: `/clauses/marketing/annexes/${place}`,
    minor,
    funding: annex.funding.map(({ party }, at) => ({ party, minor: parts[at]?.minor ?? 0n })),
    returns: annex.onRefund === 'return',
  }
}
