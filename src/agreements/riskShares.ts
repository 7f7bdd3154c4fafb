import { assert } from '../base/assert.ts'
import { allocate, type Money, money } from '../base/money.ts'
import { rowFor } from './riskRow.ts'
import type { Party, Reason, Strength, Terms } from './terms.ts'

/** What one party bears, and the place that says so. A party may appear more than once, for different reasons. */
export type Borne = { party: Party; amount: Money; path: string }

/**
 * Who bears a loss: first loss off the top, the first matching row splits the rest by largest remainder with ties by party name,
 * then caps move what is above them. The parts sum to the amount, whatever its sign (a recovery goes back the way the loss came).
 */
export function riskShares(
  { clauses: { risk } }: Terms,
  { reason, strength, amount }: { reason: Reason; strength: Strength; amount: Money },
): Borne[] {
  const sign = amount.minor < 0n ? -1n : 1n
  const size = amount.minor * sign
  const first = risk.firstLoss?.currency === amount.currency ? least(BigInt(risk.firstLoss.amount), size) : 0n
  const place = rowFor(risk.rows, reason, strength)
  const row = risk.rows[place]
  assert(row, 'a risk table ends in a default')
  const parts = allocate(
    money(amount.currency, size - first),
    row.shares.map(({ ppm }) => BigInt(ppm)),
  )
  const split: Loss[] = row.shares.map(({ party }, at) => ({
    party,
    minor: parts[at]?.minor ?? 0n,
    path: `/clauses/risk/rows/${place}`,
  }))
  const all = risk.firstLoss
    ? [{ party: risk.firstLoss.party, minor: first, path: '/clauses/risk/firstLoss' }, ...split]
    : split
  return capped(all, risk.caps, amount)
    .filter(({ minor }) => minor !== 0n)
    .map(({ party, minor, path }) => ({ party, amount: money(amount.currency, minor * sign), path }))
}

type Loss = { party: Party; minor: bigint; path: string }

function capped(losses: readonly Loss[], caps: Terms['clauses']['risk']['caps'], { currency }: Money): Loss[] {
  let kept = [...losses]
  const moved: Loss[] = []
  caps.forEach((cap, place) => {
    if (cap.currency !== currency) return
    let room = BigInt(cap.amount)
    kept = kept.map((loss) => {
      if (loss.party !== cap.party) return loss
      const stays = least(room, loss.minor)
      room -= stays
      if (stays < loss.minor)
        moved.push({ party: cap.excessTo, minor: loss.minor - stays, path: `/clauses/risk/caps/${place}` })
      return { ...loss, minor: stays }
    })
  })
  return [...kept, ...moved]
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
