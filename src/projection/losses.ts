import { reasons } from '../agreements/moneyClauses.ts'
import { riskShares } from '../agreements/riskShares.ts'
import type { Party, Strength, Terms } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { divideHalfEven, type Money, money, wholePpm } from '../base/money.ts'
import type { WorstCase } from './projection.ts'
import type { Traffic, TrafficRow } from './traffic.ts'

/**
 * Which payments end as losses under stated rates: each payment adds its rate, and the one that passes a million is lost whole. The
 * same traffic always loses the same payments, evenly spread.
 */
export function statedLosses({ assumes: { lossPpm } }: Traffic): (payment: TrafficRow) => TrafficRow[] {
  const built = new Map(reasons.map((reason) => [reason, 500_000]))
  return (payment) =>
    reasons.flatMap((reason) => {
      const reached = (built.get(reason) ?? 0) + (lossPpm[reason] ?? 0)
      const isLost = reached >= Number(wholePpm)
      built.set(reason, isLost ? reached - Number(wholePpm) : reached)
      if (!isLost) return []
      return [{ ...payment, id: `${payment.id}/${reason}`, kind: 'loss', of: payment.id, reason } satisfies TrafficRow]
    })
}

const parties: readonly Party[] = ['institution', 'merchant', 'wallet']

/** What was seen of payments by how the payer was authenticated: the largest, and all of the largest month. */
export type Seen = { strength: Strength; largest: bigint; count: number; volume: bigint }

/** The worst that terms do to each party: one large payment, and a part of the largest month lost as average payments. */
export function worstCases(terms: Terms, currency: Currency, seen: readonly Seen[], stressPpm: number): WorstCase[] {
  return parties.map((party) => {
    let worst: WorstCase = { party, single: 0n, reason: 'other', strength: 'none', path: '/clauses/risk', month: 0n }
    const months: bigint[] = []
    for (const { strength, largest, count, volume } of seen) {
      let most = 0n
      for (const reason of reasons) {
        const bears = (amount: Money) =>
          riskShares(terms, { reason, strength, amount }).filter((part) => part.party === party)
        const single = bears(money(currency, largest))
        const total = single.reduce((sum, { amount }) => sum + amount.minor, 0n)
        if (total > worst.single) {
          const path = single.reduce((a, b) => (b.amount.minor > a.amount.minor ? b : a)).path
          worst = { ...worst, single: total, reason, strength, path }
        }
        const average = money(currency, count === 0 ? 0n : divideHalfEven(volume, BigInt(count)))
        const each = bears(average).reduce((sum, { amount }) => sum + amount.minor, 0n)
        const month = divideHalfEven(each * BigInt(count) * BigInt(stressPpm), wholePpm)
        if (month > most) most = month
      }
      months.push(most)
    }
    return { ...worst, month: months.reduce((a, b) => a + b, 0n) }
  })
}
