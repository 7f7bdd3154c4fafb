import { seededRandom } from '../base/random.ts'
import { millionth } from './shares.ts'

/** A wallet's worth by criterion, in the order of the weights, each 0 to 1 000 000. */
export type Profile = { partner: string; worthPpm: readonly number[] }

/** Weighted worth, 0 to 1 000 000, rounded half up once at the end. Weights sum to a million. */
export const totalOf = (weightsPpm: readonly number[], worthPpm: readonly number[]): number =>
  Math.floor((weighted(weightsPpm, worthPpm) + millionth / 2) / millionth)

const weighted = (weights: readonly number[], worth: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (worth[at] ?? 0), 0)

/** From best to worst; equal ones by name, so that the order never depends on where they stood. */
export function ranked(
  weightsPpm: readonly number[],
  profiles: readonly Profile[],
): (Profile & { totalPpm: number })[] {
  return profiles
    .map((one) => ({ ...one, totalPpm: totalOf(weightsPpm, one.worthPpm) }))
    .sort(
      (a, b) => weighted(weightsPpm, b.worthPpm) - weighted(weightsPpm, a.worthPpm) || (a.partner < b.partner ? -1 : 1),
    )
}

export const draws = 20_000
const swing = 300

/**
 * How often each wallet is first when every weight is moved by chance within ±30 %, in millionths of 20 000 weightings drawn from a
 * seed; `tiedPpm` is what nobody wins alone. Factors are whole thousandths: sums stay below 2⁵³ and are exact.
 */
export function robustness(
  weightsPpm: readonly number[],
  profiles: readonly Profile[],
  seed: number,
): { first: { partner: string; sharePpm: number }[]; tiedPpm: number } {
  const random = seededRandom(seed)
  const wins = profiles.map(() => 0)
  let tied = 0
  for (let draw = 0; draw < draws; draw++) {
    const moved = weightsPpm.map((weight) => weight * (1_000 - swing + random.below(2 * swing + 1)))
    const totals = profiles.map(({ worthPpm }) => weighted(moved, worthPpm))
    const most = Math.max(...totals)
    const at = totals.indexOf(most)
    if (totals.lastIndexOf(most) !== at) tied++
    else wins[at] = (wins[at] ?? 0) + 1
  }
  const share = (count: number): number => (count * millionth) / draws
  return {
    first: profiles.map(({ partner }, at) => ({ partner, sharePpm: share(wins[at] ?? 0) })),
    tiedPpm: share(tied),
  }
}

/** One weight that alone, the others in their proportion, puts another wallet first: at which value, and which. */
export type Flip = { at: number; weightPpm: number; toPpm: number; partner: string }

/** Every single weight that turns the first place, the smallest move first. */
export function flips(weightsPpm: readonly number[], profiles: readonly Profile[]): Flip[] {
  const [leader, ...others] = ranked(weightsPpm, profiles)
  if (!leader) return []
  const found: Flip[] = []
  for (const [at, weightPpm] of weightsPpm.entries()) {
    if (weightPpm === millionth) continue
    const candidates = others.flatMap((other) => {
      const toPpm = turningPoint(weightsPpm, at, leader, other)
      return toPpm === null ? [] : [{ at, weightPpm, toPpm, partner: other.partner }]
    })
    const nearest = candidates.sort((a, b) => moveOf(a) - moveOf(b))[0]
    if (nearest) found.push(nearest)
  }
  return found.sort((a, b) => moveOf(a) - moveOf(b) || a.at - b.at)
}

const moveOf = ({ weightPpm, toPpm }: Flip): number => Math.abs(toPpm - weightPpm)

// lead(w) = w·d + (1−w)·rest, where rest is the lead on the other criteria: linear in w, so it is zero at rest / (rest − d).
function turningPoint(weights: readonly number[], at: number, leader: Profile, other: Profile): number | null {
  const difference = (place: number): bigint => BigInt((leader.worthPpm[place] ?? 0) - (other.worthPpm[place] ?? 0))
  const d = difference(at)
  const others = BigInt(millionth - (weights[at] ?? 0))
  const rest = weights.reduce(
    (sum, weight, place) => (place === at ? sum : sum + BigInt(weight) * difference(place)),
    0n,
  )
  // Everything is multiplied by `others` > 0.
  const slope = d * others - rest
  if (slope === 0n) return null
  const million = BigInt(millionth)
  const over = -rest * million
  // Towards the turn: the first whole millionth at which the leader no longer leads.
  const exact = divided(over, slope, slope < 0n)
  return exact >= 0n && exact <= million ? Number(exact) : null
}

function divided(over: bigint, by: bigint, up: boolean): bigint {
  const [a, b] = by < 0n ? [-over, -by] : [over, by]
  const low = a / b - (a % b !== 0n && a < 0n ? 1n : 0n)
  return up && low * b !== a ? low + 1n : low
}
