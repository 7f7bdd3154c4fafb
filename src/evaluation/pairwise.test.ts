import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { type Comparison, principal, weighPairs } from './pairwise.ts'
import { largestRemainder } from './shares.ts'

const pair = (left: string, right: string, times: number): Comparison => ({ left, right, times })

test('Saaty’s three by three comes to 0.2790, 0.6491, 0.0719 with 3.0649, and the weights sum to a million', () => {
  const { weightsPpm, lambdaPpm, ratioPpm, worst } = weighPairs(
    ['a', 'b', 'c'],
    [pair('a', 'b', -3), pair('a', 'c', 5), pair('b', 'c', 7)],
  )
  expect(weightsPpm.map((one) => Math.round(one / 100))).toEqual([2790, 6491, 719])
  expect(weightsPpm.reduce((sum, one) => sum + one, 0)).toBe(1_000_000)
  expect(Math.round(lambdaPpm / 100)).toBe(30_649)
  expect(ratioPpm).toBeLessThan(100_000)
  expect(worst).toBeNull()
})

test('the random index is what seeded chance comes to', () => {
  const random = seededRandom(4)
  const known = [0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057]
  const found = known.map((_, at) => {
    const order = at + 3
    let sum = 0
    for (let draw = 0; draw < 400; draw++) {
      const matrix = Array.from({ length: order }, () => Array.from({ length: order }, () => 1))
      for (let row = 0; row < order; row++)
        for (let column = row + 1; column < order; column++) {
          const place = random.below(17)
          const ratio = place < 9 ? place + 1 : 1 / (place - 7)
          const [upper, lower] = [matrix[row], matrix[column]]
          if (upper && lower) [upper[column], lower[row]] = [ratio, 1 / ratio]
        }
      sum += (principal(matrix).lambda - order) / (order - 1)
    }
    return sum / 400
  })
  for (const [at, index] of known.entries()) expect(Math.abs((found[at] ?? 0) - index)).toBeLessThan(0.06)
})

test('what contradicts itself names the one pair and the value the others imply', () => {
  const names = ['share', 'technology', 'habits', 'effort']
  // 8 : 4 : 2 : 1, but one answer the wrong way round.
  const pairs = [
    pair('share', 'technology', 2),
    pair('share', 'habits', 4),
    pair('share', 'effort', -8),
    pair('technology', 'habits', 2),
    pair('technology', 'effort', 4),
    pair('habits', 'effort', 2),
  ]
  const { ratioPpm, worst } = weighPairs(names, pairs)
  expect(ratioPpm).toBeGreaterThan(100_000)
  expect(worst).toEqual({ left: 'share', right: 'effort', times: -8, implied: 8, ratioPpmThen: 0 })
})

test('whichever one comparison is wrong, it is the one named, with the value of the others', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const worth of [
    [8, 4, 2, 1, 1],
    [4, 4, 2, 1, 1],
  ]) {
    const pairs = names.flatMap((left, at) =>
      names.slice(at + 1).map((right, after) => pair(left, right, (worth[at] ?? 1) / (worth[at + 1 + after] ?? 1))),
    )
    for (const wrong of pairs) {
      const said = pairs.map((one) => (one === wrong ? { ...one, times: -9 } : one))
      const { worst } = weighPairs(names, said)
      expect(worst).toEqual({ ...wrong, times: -9, implied: wrong.times, ratioPpmThen: 0 })
    }
  }
})

test('shares sum to a million whatever is shared, and a tie goes to the earlier one', () => {
  expect(largestRemainder([1, 1, 1])).toEqual([333_334, 333_333, 333_333])
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000_000), { minLength: 1, maxLength: 12 }), (parts) => {
      fc.pre(parts.some((one) => one > 0))
      expect(largestRemainder(parts).reduce((sum, one) => sum + one, 0)).toBe(1_000_000)
    }),
  )
})

test('weights follow the order of consistent comparisons and always sum to a million', () => {
  const times = fc.constantFrom(-9, -5, -3, -2, 1, 2, 3, 5, 9)
  fc.assert(
    fc.property(fc.array(times, { minLength: 6, maxLength: 6 }), (six) => {
      const names = ['a', 'b', 'c', 'd']
      const pairs = names.flatMap((left, at) => names.slice(at + 1).map((right) => ({ left, right })))
      const { weightsPpm } = weighPairs(
        names,
        pairs.map((one, at) => ({ ...one, times: six[at] ?? 1 })),
      )
      expect(weightsPpm.reduce((sum, one) => sum + one, 0)).toBe(1_000_000)
    }),
  )
})
