import { feeKind, type PricedLine } from '../agreements/price.ts'
import { serviceLevelCredit } from '../agreements/serviceLevelCredit.ts'
import type { Terms } from '../agreements/terms.ts'
import { trueUp, type Usage } from '../agreements/trueUp.ts'
import type { Currency } from '../base/currency.ts'
import { money } from '../base/money.ts'
import type { Day } from '../base/time.ts'
import { addMonths, type Instant, monthOf, startOfDay } from '../base/time.ts'

type Uses = Map<string, Usage>

/** What every rule saw in every month, for what falls due at a month's end. */
export type Usages = {
  captured(terms: Terms, month: string, merchant: string, minor: bigint, lines: readonly PricedLine[]): void
  /** A refund counts in its payment's month while that is open: afterwards nothing is trued up again. */
  refunded(terms: Terms, month: string, merchant: string, minor: bigint, lines: readonly PricedLine[]): void
  /** True-ups and commitments of one month: the wallet's once, a merchant's for each. */
  due(terms: Terms, month: string): PricedLine[]
  /** Fees that the wallet took in a month and kept. */
  walletFees(terms: Terms, month: string, currency: Currency): bigint
}

const nothing = (): Usage => ({ volume: 0n, count: 0n, charged: 0n, refunded: 0n, returned: 0n })

/** An empty book of usages. */
export function usagesOf(): Usages {
  const months = new Map<string, Map<string, Uses>>() // month → merchant ('' is the wallet) → rule → usage
  const usageOf = (terms: Terms, month: string, merchant: string, rule: string): Usage | null => {
    const found = terms.clauses.fees.rules.find(({ id }) => id === rule)
    if (!found) return null
    const whose = feeKind(found) === 'merchant-fee' ? merchant : ''
    const uses = kept(
      kept(months, month, () => new Map<string, Uses>()),
      whose,
      () => new Map<string, Usage>(),
    )
    return kept(uses, rule, nothing)
  }
  return {
    captured: (terms, month, merchant, minor, lines) => {
      for (const { rule, amount } of lines) {
        const use = usageOf(terms, month, merchant, rule)
        if (!use) continue
        use.volume += minor
        use.count++
        use.charged += amount.minor
      }
    },
    refunded: (terms, month, merchant, minor, lines) => {
      for (const rule of new Set(lines.map((line) => line.rule))) {
        const use = usageOf(terms, month, merchant, rule)
        if (!use) continue
        use.refunded += minor
        for (const line of lines) if (line.rule === rule) use.returned += line.amount.minor
      }
    },
    due: (terms, month) => {
      const of = months.get(month) ?? new Map<string, Uses>()
      const wallet = trueUp(terms, of.get('') ?? new Map()).filter(({ kind }) => kind === 'wallet-fee')
      const merchants = [...of].filter(([whose]) => whose !== '').sort(([a], [b]) => (a < b ? -1 : 1))
      return [
        ...merchants.flatMap(([, uses]) => trueUp(terms, uses).filter(({ kind }) => kind === 'merchant-fee')),
        ...wallet,
      ]
    },
    walletFees: (terms, month, currency) =>
      terms.clauses.fees.rules.reduce((total, rule) => {
        const use = months.get(month)?.get('')?.get(rule.id)
        return use && rule.currency === currency ? total + use.charged - use.returned : total
      }, 0n),
  }
}

/** What the wallet credits for a month's measured service, by level. */
export function creditsOf(
  terms: Terms,
  measured: Readonly<Record<string, number>>,
  fees: bigint,
  currency: Currency,
): { level: string; path: string; minor: bigint }[] {
  return terms.clauses.serviceLevels.levels.flatMap(({ id, metric }) => {
    const measuredPpm = measured[metric]
    if (measuredPpm === undefined || fees <= 0n) return []
    const { amount, path } = serviceLevelCredit(terms, { level: id, measuredPpm, fees: money(currency, fees) })
    return [{ level: id, path, minor: amount.minor }]
  })
}

/** Months of a zone that [from, until) touches: whole ones end in it, open ones are cut at an end. */
export function monthsIn(from: Instant, until: Instant, zone: string, seenFrom: Instant) {
  const whole: { month: string; ends: Instant }[] = []
  const open: string[] = []
  const first = monthOf(from, zone)
  for (let starts = startOfDay(`${first}-01` as Day, zone); starts < until; starts = addMonths(starts, 1, zone)) {
    const ends = addMonths(starts, 1, zone)
    const month = monthOf(starts, zone)
    if (ends <= until && starts >= seenFrom) whole.push({ month, ends })
    else open.push(month)
  }
  return { whole, open }
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}
