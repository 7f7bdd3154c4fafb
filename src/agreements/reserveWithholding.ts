import { type Money, money, portion, zero } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import type { Terms } from './terms.ts'

export type Withheld = { amount: Money; days: number; path: string; how: string }

/**
 * The part of a settlement kept back as rolling reserve, released after `days`. `held` is what the reserve holds already: the cap
 * stops withholding. Nothing is kept of a settlement that is not positive or in another currency than the reserve's.
 */
export function reserveWithholding({ clauses: { reserve } }: Terms, settled: Money, held: Money): Withheld {
  const path = '/clauses/reserve'
  const { days, rollingPpm } = reserve
  if (settled.minor <= 0n || settled.currency !== reserve.currency) {
    return { amount: zero(settled.currency), days, path, how: `nothing of ${written(settled)}` }
  }
  const part = portion(settled, BigInt(rollingPpm))
  const room = reserve.cap === null ? part.minor : BigInt(reserve.cap) - held.minor
  const kept = room < 0n ? 0n : room < part.minor ? room : part.minor
  const amount = money(settled.currency, kept)
  const how = `${percent(rollingPpm)} x ${written(settled)} = ${written(part)}`
  return { amount, days, path, how: kept === part.minor ? how : `${how}, but the cap leaves ${written(amount)}` }
}
