import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { percent, written } from './arithmetic.ts'
import { feeOf, packageFee } from './fee.ts'
import type { Price, Tier } from './terms.ts'
import { priceArbitrary, tiersArbitrary } from './termsArbitrary.ts'
import { graduatedFee, tierOf } from './tiers.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))
const start = { volume: 0n, count: 0n }

// An independent oracle: one unit at a time, each at the rate of the tier it falls in, the sum rounded half to even by digits.
function unitByUnit(tiers: readonly Tier[], volume: number): bigint {
  let parts = 0
  for (let unit = 1; unit <= volume; unit++) {
    parts += tiers.find(({ upTo }) => upTo === null || unit <= Number(upTo))?.ratePpm ?? 0
  }
  const [whole, rest] = [Math.floor(parts / 1_000_000), parts % 1_000_000]
  return BigInt(rest > 500_000 || (rest === 500_000 && whole % 2 === 1) ? whole + 1 : whole)
}

test('a graduated fee equals the sum of each unit at its own tier', () => {
  fc.assert(
    fc.property(tiersArbitrary(300), fc.nat(400), (tiers, volume) => {
      expect(graduatedFee(tiers, BigInt(volume))).toBe(unitByUnit(tiers, volume))
    }),
    { numRuns: 300 },
  )
})

test('half a unit is rounded to the even neighbour', () => {
  const tiers = [{ upTo: null, ratePpm: 500_000 }]
  expect([1n, 3n, 5n, 7n].map((volume) => graduatedFee(tiers, volume))).toEqual([0n, 2n, 2n, 4n])
})

test('no fee jumps at a breakpoint: one more unit costs nothing or one unit', () => {
  fc.assert(
    fc.property(tiersArbitrary(1_000), (tiers) => {
      for (const bound of tiers.flatMap(({ upTo }) => (upTo === null ? [] : [BigInt(upTo)]))) {
        for (const volume of [bound - 1n, bound, bound + 1n]) {
          const step = graduatedFee(tiers, volume + 1n) - graduatedFee(tiers, volume)
          expect(step === 0n || step === 1n).toBe(true)
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('the upper bound of a tier still belongs to it', () => {
  const tiers = [
    { upTo: '100', ratePpm: 10_000 },
    { upTo: null, ratePpm: 0 },
  ]
  expect([tierOf(tiers, 0n), tierOf(tiers, 100n), tierOf(tiers, 101n)]).toEqual([0, 0, 1])
  expect(graduatedFee(tiers, 100n)).toBe(1n)
  expect(graduatedFee(tiers, 1_000n)).toBe(1n)
})

test('graduated and package fees of a month depend neither on the order of payments nor on how amounts were cut', () => {
  const graduatedOrPackage = priceArbitrary(2_000).filter(({ kind }) => kind === 'graduated' || kind === 'package')
  const traffic = fc.array(fc.integer({ min: 5_001, max: 9_000 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(graduatedOrPackage, traffic, fc.nat(19), (price, amounts, turn) => {
      const turned = [...amounts.slice(turn), ...amounts.slice(0, turn)].reverse()
      expect(monthOf(price, turned)).toBe(monthOf(price, amounts))
      const cut = amounts.flatMap((amount) => [1, amount - 1])
      if (price.kind === 'graduated') expect(monthOf(price, cut)).toBe(monthOf(price, amounts))
      if (price.kind === 'package') expect(monthOf(price, amounts)).toBe(packageFee(price, BigInt(amounts.length)))
    }),
    { numRuns: 200 },
  )
})

function monthOf(price: Price, amounts: readonly number[]): bigint {
  const meter = { ...start }
  let fees = 0n
  for (const amount of amounts) {
    fees += feeOf(price, cny(amount), meter).amount.minor
    meter.volume += BigInt(amount)
    meter.count += 1n
  }
  return fees
}

test('a fee is never negative and never above its payment', () => {
  const meter = fc.record({ volume: fc.nat(2_000_000).map(BigInt), count: fc.nat(100).map(BigInt) })
  fc.assert(
    fc.property(priceArbitrary(), fc.integer({ min: 1, max: 3_000 }), meter, (price, amount, before) => {
      const { minor } = feeOf(price, cny(amount), before).amount
      expect(minor >= 0n && minor <= BigInt(amount)).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test('a package costs its price when all its payments are used, and overage beyond', () => {
  const price = { kind: 'package' as const, included: 3, price: '1000', overage: '70' }
  expect([0n, 1n, 2n, 3n, 4n, 5n].map((count) => packageFee(price, count))).toEqual([
    0n,
    333n,
    667n,
    1000n,
    1070n,
    1140n,
  ])
})

const percentage = (over: Partial<Extract<Price, { kind: 'percentage' }>>): Price => ({
  kind: 'percentage',
  ratePpm: 6_000,
  fixed: '0',
  floor: null,
  cap: null,
  ...over,
})
const tiers = [
  { upTo: '10000', ratePpm: 2_500 },
  { upTo: '20000', ratePpm: 2_000 },
  { upTo: null, ratePpm: 1_000 },
]

test.each<[string, Price, number, { volume: bigint; count: bigint }, number, string]>([
  ['rate', percentage({}), 12_500, start, 75, '0.60% x 125.00 CNY = 0.75 CNY'],
  ['half to even', percentage({}), 1_250, start, 8, '0.60% x 12.50 CNY = 0.08 CNY'],
  ['fixed', percentage({ fixed: '30' }), 1_000, start, 36, '0.60% x 10.00 CNY + 0.30 CNY = 0.36 CNY'],
  ['floor', percentage({ floor: '10' }), 100, start, 10, '0.60% x 1.00 CNY = 0.01 CNY, at least 0.10 CNY'],
  ['cap', percentage({ cap: '50' }), 12_500, start, 50, '0.60% x 125.00 CNY = 0.75 CNY, at most 0.50 CNY'],
  [
    'never above the amount',
    percentage({ floor: '10' }),
    3,
    start,
    3,
    '0.60% x 0.03 CNY = 0.00 CNY, at least 0.10 CNY, but at most the amount 0.03 CNY',
  ],
  [
    'within a tier',
    { kind: 'graduated', tiers },
    4_000,
    { volume: 2_000n, count: 1n },
    10,
    '0.25% x 40.00 CNY = 0.10 CNY (tier 1, month volume 20.00 CNY, month fee 0.05 CNY -> 0.15 CNY)',
  ],
  [
    'across tiers',
    { kind: 'graduated', tiers },
    15_000,
    { volume: 8_000n, count: 1n },
    28,
    '0.25% x 20.00 CNY + 0.20% x 100.00 CNY + 0.10% x 30.00 CNY = 0.28 CNY (tiers 1-3, month volume 80.00 CNY, month fee 0.20 CNY -> 0.48 CNY)',
  ],
  [
    'from a bound on',
    { kind: 'graduated', tiers },
    1_000,
    { volume: 10_000n, count: 1n },
    2,
    '0.20% x 10.00 CNY = 0.02 CNY (tier 2, month volume 100.00 CNY, month fee 0.25 CNY -> 0.27 CNY)',
  ],
  [
    'volume so far',
    { kind: 'volume', tiers },
    10_000,
    { volume: 5_000n, count: 1n },
    20,
    '0.20% x 100.00 CNY = 0.20 CNY (tier 2, month volume 50.00 CNY, trued up at month end)',
  ],
  [
    'cost plus',
    { kind: 'cost-plus', costPpm: 2_000, markupPpm: 1_000, fixed: '5' },
    10_000,
    start,
    35,
    '(cost 0.20% + mark-up 0.10%) x 100.00 CNY + 0.05 CNY = 0.35 CNY',
  ],
  [
    'package',
    { kind: 'package', included: 100, price: '9900', overage: '120' },
    10_000,
    { volume: 0n, count: 99n },
    99,
    '99.00 CNY / 100 payments = 0.99 CNY (payment 100 of the month)',
  ],
  [
    'package overage',
    { kind: 'package', included: 100, price: '9900', overage: '120' },
    10_000,
    { volume: 0n, count: 100n },
    120,
    '1.20 CNY beyond 100 payments (payment 101 of the month)',
  ],
])('the fee and its arithmetic: %s', (_, price, amount, before, fee, how) => {
  expect(feeOf(price, cny(amount), before)).toEqual({ amount: cny(fee), how })
})

test('percent and amounts are written exactly', () => {
  expect([0, 1, 10, 250, 2_500, 6_000, 12_345, 1_000_000].map(percent)).toEqual([
    '0.00%',
    '0.0001%',
    '0.001%',
    '0.025%',
    '0.25%',
    '0.60%',
    '1.2345%',
    '100.00%',
  ]) // prettier: one table
  expect([
    written(cny(4_821_000)),
    written(cny(-123_456)),
    written(money('JPY', 1_234_567n)),
    written(money('KWD', 5n)),
  ]).toEqual(['48,210.00 CNY', '-1,234.56 CNY', '1,234,567 JPY', '0.005 KWD']) // prettier: one table
})
