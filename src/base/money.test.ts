import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, allocate, compare, divideHalfEven, minorMax, minus, money, portion, sum, zero } from './money.ts'

const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 })
  .filter((list) => list.some((w) => w > 0n))

test('a split sums to the whole, whatever its sign, and no part is a cent away from its exact share', () => {
  fc.assert(
    fc.property(minor, weights, (whole, by) => {
      const parts = allocate(money('CNY', whole), by)
      const total = by.reduce((a, b) => a + b, 0n)
      expect(sum('CNY', parts)).toEqual(money('CNY', whole))
      parts.forEach((part, at) => {
        const distance = part.minor * total - whole * (by[at] ?? 0n)
        expect(distance < total && -distance < total).toBe(true)
        if (by[at] === 0n) expect(part.minor).toBe(0n)
      })
    }),
  )
})

test('a split of a refund is the split of the payment with its sign turned', () => {
  fc.assert(
    fc.property(minor, weights, (whole, by) => {
      const turned = allocate(money('CNY', -whole), by).map(({ minor: part }) => -part)
      expect(turned).toEqual(allocate(money('CNY', whole), by).map(({ minor: part }) => part))
    }),
  )
})

test('the cent left over goes to the largest remainder, and to the earlier of two equals', () => {
  const split = (whole: bigint, by: bigint[]): bigint[] => allocate(money('CNY', whole), by).map((part) => part.minor)
  expect(split(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
  expect(split(-100n, [1n, 1n, 1n])).toEqual([-34n, -33n, -33n])
  expect(split(10n, [7n, 3n])).toEqual([7n, 3n])
  expect(split(5n, [3n, 7n])).toEqual([2n, 3n])
  expect(split(1n, [0n, 1n])).toEqual([0n, 1n])
})

test('a split needs weights that are not negative and not all zero', () => {
  expect(() => allocate(money('CNY', 1n), [0n, 0n])).toThrow(/assertion failed/)
  expect(() => allocate(money('CNY', 1n), [2n, -1n])).toThrow(/assertion failed/)
})

test('rounding is half to even, the same on both sides of zero', () => {
  const cases: [bigint, bigint, bigint][] = [
    [5n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
    [26n, 10n, 3n],
    [-5n, 10n, 0n],
    [-15n, 10n, -2n],
    [-25n, 10n, -2n],
    [7n, 7n, 1n],
    [0n, 3n, 0n],
  ]
  for (const [numerator, denominator, result] of cases) expect(divideHalfEven(numerator, denominator)).toBe(result)
  expect(() => divideHalfEven(1n, 0n)).toThrow(/denominator is positive/)
})

test('rounding never moves a value by more than half, and by exactly half only to an even one', () => {
  fc.assert(
    fc.property(minor, fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
      const rounded = divideHalfEven(numerator, denominator)
      const twice = 2n * (rounded * denominator - numerator)
      const size = twice < 0n ? -twice : twice
      expect(size <= denominator).toBe(true)
      if (size === denominator) expect(rounded % 2n).toBe(0n)
    }),
  )
})

test('0.38 % of ¥125.00 is ¥0.48, and all of it is all of it', () => {
  expect(portion(money('CNY', 12_500n), 3_800n)).toEqual(money('CNY', 48n))
  expect(portion(money('CNY', 12_500n), 1_000_000n)).toEqual(money('CNY', 12_500n))
  expect(portion(money('CNY', 12_500n), 0n)).toEqual(zero('CNY'))
})

test('amounts of two currencies are never added or compared', () => {
  expect(() => add(money('CNY', 1n), money('USD', 1n))).toThrow(/CNY and USD/)
  expect(() => compare(money('CNY', 1n), money('JPY', 1n))).toThrow(/assertion failed/)
  expect(minus(money('CNY', 1n), money('CNY', 3n))).toEqual(money('CNY', -2n))
  expect([compare(money('CNY', 1n), money('CNY', 2n)), compare(zero('CNY'), zero('CNY'))]).toEqual([-1, 0])
})

test('an amount that does not fit 64 bits is refused before it is stored', () => {
  expect(money('CNY', minorMax).minor).toBe(9_223_372_036_854_775_807n)
  expect(() => money('CNY', minorMax + 1n)).toThrow(/64-bit/)
  expect(() => add(money('CNY', minorMax), money('CNY', 1n))).toThrow(/64-bit/)
})
