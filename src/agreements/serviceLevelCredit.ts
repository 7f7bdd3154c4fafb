import { assert } from '../base/assert.ts'
import { type Money, portion } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import type { Ppm, Terms } from './terms.ts'

export type Credit = { amount: Money; creditPpm: Ppm; path: string; how: string }

/**
 * What the wallet credits for a period in which a service level was measured at `measuredPpm` (0 to 1,000,000), out of the period's
 * wallet fees. Total: the last band begins at 0. Worse service never credits less.
 */
export function serviceLevelCredit(
  { clauses: { serviceLevels } }: Terms,
  { level, measuredPpm, fees }: { level: string; measuredPpm: Ppm; fees: Money },
): Credit {
  const place = serviceLevels.levels.findIndex(({ id }) => id === level)
  const bands = serviceLevels.levels[place]?.bands ?? []
  const at = bands.findIndex(({ atLeastPpm }) => measuredPpm >= atLeastPpm)
  const band = bands[at]
  assert(band, `the agreement has a service level ${level} with a band for ${measuredPpm}`)
  const amount = portion(fees, BigInt(band.creditPpm))
  const how = `measured ${percent(measuredPpm)}: ${percent(band.creditPpm)} x fees ${written(fees)} = ${written(amount)}`
  const path = `/clauses/serviceLevels/levels/${place}/bands/${at}`
  return { amount, creditPpm: band.creditPpm, path, how }
}
