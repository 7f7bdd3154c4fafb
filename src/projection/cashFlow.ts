import { reserveWithholding } from '../agreements/reserveWithholding.ts'
import { settlementDay } from '../agreements/settlementDay.ts'
import type { Terms } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { divideHalfEven, money } from '../base/money.ts'
import { addDays, type Day, type Instant } from '../base/time.ts'
import type { CurrencyResult } from './projection.ts'

type Settled = { day: Day; paysOn: Day; minor: bigint; terms: Terms }

/** Money that waits: what the wallet collected and pays on T + n, and what a rolling reserve keeps back of it. */
export type CashFlow = {
  /** Adds what one capture or refund means to the settlement of its day (settlement/plan.ts: amount less fee less share). */
  settle(terms: Terms, at: Instant, minor: bigint): void
  result(): Pick<CurrencyResult, 'reserve' | 'transit'>
}

/** An empty cash flow in one currency. */
export function cashFlow(currency: Currency): CashFlow {
  const days = new Map<Day, Settled>()
  let last: { terms: Terms; day: Day; paysOn: Day; from: Instant; until: Instant } | null = null
  return {
    settle: (terms, at, minor) => {
      if (!last || last.terms !== terms || at < last.from || at >= last.until) {
        const { day, paysOn, closesAt } = settlementDay(terms, at)
        last = { terms, day, paysOn, from: at, until: closesAt }
      }
      const { day, paysOn } = last
      days.set(day, { day, paysOn, terms, minor: (days.get(day)?.minor ?? 0n) + minor })
    },
    result: () => {
      const settled = [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))
      return { reserve: reserveOf(settled, currency), transit: transitOf(settled) }
    },
  }
}

function reserveOf(settled: readonly Settled[], currency: Currency): CurrencyResult['reserve'] {
  const kept: { until: Day; minor: bigint }[] = []
  const sums = { withheld: 0n, released: 0n, peak: 0n }
  let held = 0n
  for (const { day, minor, terms } of settled) {
    for (let first = kept[0]; first && first.until <= day; first = kept[0]) {
      kept.shift()
      held -= first.minor
      sums.released += first.minor
    }
    const { amount, days } = reserveWithholding(terms, money(currency, minor), money(currency, held))
    if (amount.minor === 0n) continue
    kept.push({ until: addDays(day, days), minor: amount.minor })
    held += amount.minor
    sums.withheld += amount.minor
    if (held > sums.peak) sums.peak = held
  }
  const reserve = settled.at(-1)?.terms.clauses.reserve
  const deposit = reserve?.currency === currency ? BigInt(reserve.deposit) : 0n
  return { ...sums, heldAtEnd: held, deposit }
}

function transitOf(settled: readonly Settled[]): CurrencyResult['transit'] {
  let peak = 0n
  let weight = 0n
  let waited = 0n
  for (const [place, { day, paysOn, minor }] of settled.entries()) {
    let waiting = 0n
    for (let at = place; at >= 0 && at > place - 100; at--) {
      const earlier = settled[at]
      if (earlier && earlier.paysOn > day) waiting += earlier.minor
    }
    if (waiting > peak) peak = waiting
    if (minor <= 0n) continue
    weight += minor
    waited += minor * BigInt(daysBetween(day, paysOn)) * 1_000n
  }
  return { peak, waitsMilliDays: weight === 0n ? 0 : Number(divideHalfEven(waited, weight)) }
}

const daysBetween = (a: Day, b: Day): number => Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b)).days
