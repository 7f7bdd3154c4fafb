import type { Terms } from '../agreements/terms.ts'
import type { Currency } from '../base/currency.ts'
import { wholePpm } from '../base/money.ts'
import { project } from './project.ts'
import type { CurrencyResult } from './projection.ts'
import { withTickets, withVolume } from './scaled.ts'
import type { Traffic } from './traffic.ts'

/**
 * Where our net crosses zero when the traffic is scaled. `at`: at `factorPpm` of the traffic it is no longer negative (`from`), or
 * not yet (`until`); always or never: it does not cross within the range that was looked at.
 */
export type BreakEven =
  | { outcome: 'at'; side: 'from' | 'until'; factorPpm: number; volume: bigint }
  | { outcome: 'always' | 'never' }

const leastPpm = 10_000 // one hundredth of the traffic
const rowsMost = 12_000 // of a scaled traffic: more would keep everybody waiting
const timesMost = 20

/** Break-even by number of payments and by their size, each alone, for the institution's net in one currency. */
export function breakEven(
  terms: Terms,
  traffic: Traffic,
  currency: Currency,
): { volume: BreakEven; ticket: BreakEven } {
  const most = Math.max(1, Math.min(timesMost, Math.floor(rowsMost / Math.max(1, traffic.rows.length))))
  const by = (scale: (traffic: Traffic, factorPpm: number) => Traffic, times: number): BreakEven =>
    crossing((factorPpm) => netAt(terms, scale(traffic, factorPpm), currency), times * Number(wholePpm))
  return { volume: by(withVolume, most), ticket: by(withTickets, timesMost) }
}

type At = { net: bigint; volume: bigint }

/** Bisection between a hundredth and `highest`, to within half a per cent, by proportion. */
function crossing(at: (factorPpm: number) => At, highest: number): BreakEven {
  const [low, high] = [at(leastPpm).net >= 0n, at(highest).net >= 0n]
  if (low === high) return { outcome: low ? 'always' : 'never' }
  let [no, yes] = low ? [highest, leastPpm] : [leastPpm, highest]
  while (Math.abs(yes - no) > Math.max(1, Math.floor(yes / 200))) {
    const middle = Math.floor(Math.sqrt(yes * no))
    if (at(middle).net >= 0n) yes = middle
    else no = middle
  }
  return { outcome: 'at', side: low ? 'until' : 'from', factorPpm: yes, volume: at(yes).volume }
}

function netAt(terms: Terms, traffic: Traffic, currency: Currency): At {
  const found: CurrencyResult | undefined = project(terms, traffic).currencies.find((one) => one.currency === currency)
  return { net: found?.parties.institution.net ?? 0n, volume: found?.volume ?? 0n }
}
