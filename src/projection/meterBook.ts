import { type Meters, metersOf } from '../agreements/price.ts'
import type { Terms } from '../agreements/terms.ts'
import { type Instant, monthOf } from '../base/time.ts'
import type { TrafficRow } from './traffic.ts'

const hour = 3_600_000

/** The fee month of a moment. Zones change it at most on the hour's quarters, so each quarter is looked up once. */
export function monthFinder(): (at: Instant, zone: string) => string {
  const known = new Map<string, string>()
  return (at, zone) => {
    const key = `${zone} ${Math.floor(at / (hour / 4))}`
    const found = known.get(key) ?? monthOf(at, zone)
    known.set(key, found)
    return found
  }
}

/**
 * Fee meters as the books keep them (payments/meters.ts): a merchant's rule per merchant, a wallet's per agreement, by the month of
 * the fees clause. Versions of one agreement share them.
 */
export function meterBook(): { take(terms: Terms, row: TrafficRow, month: string): Meters } {
  const meters = new Map<string, { volume: bigint; count: bigint }>()
  return {
    take(terms, { product, amount, merchant }, month) {
      const before = new Map<string, { volume: bigint; count: bigint }>()
      for (const rule of metersOf(terms, product, amount)) {
        const perMerchant = terms.clauses.fees.rules.find(({ id }) => id === rule)?.payer === 'merchant'
        const key = `${rule}/${perMerchant ? merchant : ''}/${month}/${amount.currency}`
        const { volume, count } = meters.get(key) ?? { volume: 0n, count: 0n }
        before.set(rule, { volume, count })
        meters.set(key, { volume: volume + amount.minor, count: count + 1n })
      }
      return before
    },
  }
}
