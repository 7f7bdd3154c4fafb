import fc from 'fast-check'
import { expect, test } from 'vitest'
import { criteria } from './criteria.ts'
import { effortOf } from './effort.ts'
import { needs } from './needs.ts'
import { flips, ranked, robustness, totalOf } from './ranking.ts'
import { worthOf } from './valueFunction.ts'

const worth = fc.integer({ min: 0, max: 1_000_000 })
const profile = fc.array(worth, { minLength: 3, maxLength: 3 })
const weights = [500_000, 300_000, 200_000]

test('a value function never turns: a better figure is never worth less, and worth stays within its bounds', () => {
  for (const { anchors, most } of criteria) {
    const rises = (anchors.at(-1)?.[1] ?? 0) > (anchors[0]?.[1] ?? 0)
    fc.assert(
      fc.property(fc.nat(most), fc.nat(most), (a, b) => {
        const [low, high] = [worthOf(anchors, Math.min(a, b)), worthOf(anchors, Math.max(a, b))]
        expect(rises ? high >= low : low >= high).toBe(true)
        expect(low >= 0 && low <= 1_000_000).toBe(true)
      }),
    )
  }
})

test('the anchors say what a figure is worth, and half way is half way', () => {
  const anchors = [
    [10, 1_000_000],
    [20, 0],
  ] as const
  expect([5, 10, 15, 20, 25].map((one) => worthOf(anchors, one))).toEqual([1_000_000, 1_000_000, 500_000, 0, 0])
})

test('another wallet, dominated or not, never changes the order of the rest', () => {
  fc.assert(
    fc.property(fc.array(profile, { minLength: 2, maxLength: 6 }), profile, (worths, more) => {
      const profiles = worths.map((worthPpm, at) => ({ partner: `p${at}`, worthPpm }))
      const order = (all: typeof profiles) => ranked(weights, all).map(({ partner }) => partner)
      const after = order([...profiles, { partner: 'new', worthPpm: more }]).filter((one) => one !== 'new')
      expect(after).toEqual(order(profiles))
    }),
  )
})

test('robustness repeats from its seed and shares out every weighting', () => {
  const profiles = [
    { partner: 'a', worthPpm: [900_000, 500_000, 600_000] },
    { partner: 'b', worthPpm: [500_000, 950_000, 900_000] },
    { partner: 'dominated', worthPpm: [400_000, 400_000, 400_000] },
  ]
  const once = robustness(weights, profiles, 7)
  expect(robustness(weights, profiles, 7)).toEqual(once)
  expect(once.first.reduce((sum, { sharePpm }) => sum + sharePpm, once.tiedPpm)).toBe(1_000_000)
  expect(once.first[2]?.sharePpm).toBe(0)
  expect(once.first[0]?.sharePpm).toBeGreaterThan(0)
})

test('a flip is exact: at that weight the leader no longer leads, one millionth nearer it still does', () => {
  fc.assert(
    fc.property(fc.array(profile, { minLength: 2, maxLength: 4 }), (worths) => {
      const profiles = worths.map((worthPpm, at) => ({ partner: `p${at}`, worthPpm }))
      const leader = ranked(weights, profiles)[0]
      for (const flip of flips(weights, profiles)) {
        const other = profiles.find(({ partner }) => partner === flip.partner)
        const lead = (to: number): bigint => leadAt(flip.at, to, leader?.worthPpm ?? [], other?.worthPpm ?? [])
        expect(lead(flip.toPpm) <= 0n).toBe(true)
        const nearer = flip.toPpm + Math.sign(flip.weightPpm - flip.toPpm)
        if (nearer !== flip.toPpm) expect(lead(nearer) > 0n || lead(flip.weightPpm) === 0n).toBe(true)
      }
    }),
  )
})

function leadAt(at: number, to: number, a: readonly number[], b: readonly number[]): bigint {
  const rest = BigInt(1_000_000 - (weights[at] ?? 0))
  return weights.reduce((sum, weight, place) => {
    const d = BigInt((a[place] ?? 0) - (b[place] ?? 0))
    return sum + d * (place === at ? BigInt(to) * rest : BigInt(weight) * BigInt(1_000_000 - to))
  }, 0n)
}

test('a total is the mean of what counts, whole', () => {
  expect(totalOf([500_000, 300_000, 200_000], [1_000_000, 0, 500_000])).toBe(600_000)
})

test('what a wallet does not say is missing, and each step nearer costs no more', () => {
  const all = (as: 'present' | 'workaround') => Object.fromEntries(needs.map(({ id }) => [id, as]))
  const [present, workaround] = [effortOf(all('present')), effortOf(all('workaround'))]
  expect(present.personDays).toBe(needs.reduce((sum, { days }) => sum + days.present, 0))
  expect(workaround.personDays).toBeGreaterThan(present.personDays)
  const silent = effortOf({})
  expect(silent.lines.every(({ isSaid, declared }) => !isSaid && declared === 'missing')).toBe(true)
  expect(silent.personDays).toBe(needs.filter((one) => one.isRequired).reduce((sum, { days }) => sum + days.missing, 0))
})
