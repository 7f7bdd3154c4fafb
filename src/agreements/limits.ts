import type { Currency } from '../base/currency.ts'
import { type Money, money } from '../base/money.ts'
import type { Product, Strength, Terms } from './terms.ts'

export type Limit = { window: 'payment' | 'day' | 'month'; max: Money; path: string }

const windows = [
  ['payment', 'perPayment'],
  ['day', 'perDay'],
  ['month', 'perMonth'],
] as const

/** Every limit on a payer for this product, authentication and currency. All hold at once; days and months are of limits.zone. */
export function limitsOf(
  { clauses: { limits } }: Terms,
  { product, strength, currency }: { product: Product; strength: Strength; currency: Currency },
): Limit[] {
  return limits.rows.flatMap((row, place) => {
    const isMeant =
      row.products.includes(product) && row.currency === currency && (row.strength === '*' || row.strength === strength)
    if (!isMeant) return []
    return windows.flatMap(([window, member]) => {
      const max = row[member]
      return max === null
        ? []
        : [{ window, max: money(currency, BigInt(max)), path: `/clauses/limits/rows/${place}/${member}` }]
    })
  })
}
