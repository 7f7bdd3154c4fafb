import { limitsOf } from '../agreements/limits.ts'
import { allows } from '../agreements/scope.ts'
import type { Terms } from '../agreements/terms.ts'
import { dayOf, monthOf } from '../base/time.ts'
import type { TrafficRow } from './traffic.ts'

/** Would the terms take this payment? The path of the clause that refuses it, or null. Counts towards the windows when taken. */
export function limitsReplay(): (terms: Terms, row: TrafficRow) => string | null {
  const used = new Map<string, bigint>()
  return (terms, { product, strength, amount, merchant, payer, askedAt }) => {
    const inScope = allows(terms, { product, currency: amount.currency })
    if (!inScope.allowed) return inScope.path
    const limits = limitsOf(terms, { product, strength, currency: amount.currency })
    const over = limits.find(({ max }) => amount.minor > max.minor)
    if (over) return over.path
    if (payer === null) return null
    const { zone } = terms.clauses.limits
    const windows = limits
      .filter(({ window }) => window !== 'payment')
      .map(({ window, max, path }) => {
        const period = window === 'day' ? dayOf(askedAt, zone) : monthOf(askedAt, zone)
        const key = `${path} ${merchant} ${payer} ${period}`
        return { key, path, max: max.minor, after: (used.get(key) ?? 0n) + amount.minor }
      })
    const passed = windows.find(({ after, max }) => after > max)
    if (passed) return passed.path
    for (const { key, after } of windows) used.set(key, after)
    return null
  }
}
