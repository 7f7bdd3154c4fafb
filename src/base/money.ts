import { assert } from './assert.ts'
import type { Currency } from './currency.ts'

/** An amount in minor units of one currency. Never a float; never without its currency. */
export type Money = { readonly currency: Currency; readonly minor: bigint }

/** The largest amount a ledger column (signed 64 bits) can hold. */
export const minorMax = 2n ** 63n - 1n

/** `minor` units of `currency`: money('CNY', 1999n) is ¥19.99. Asserts that it fits 64 bits. */
export function money(currency: Currency, minor: bigint): Money {
  assert(minor <= minorMax && minor >= -minorMax, 'an amount fits a signed 64-bit number')
  return { currency, minor }
}

/** Nothing of `currency`. */
export const zero = (currency: Currency): Money => money(currency, 0n)

/** a + b. Asserts one currency. */
export function add(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `amounts of one currency are added, not ${a.currency} and ${b.currency}`)
  return money(a.currency, a.minor + b.minor)
}

/** a − b; may be negative. Asserts one currency. */
export function minus(a: Money, b: Money): Money {
  return add(a, negate(b))
}

/** −a. */
export const negate = (a: Money): Money => money(a.currency, -a.minor)

/** The sum of a list, nothing of `currency` when it is empty. */
export const sum = (currency: Currency, list: readonly Money[]): Money => list.reduce(add, zero(currency))

/** −1, 0 or 1 as a is less than, equal to or more than b. Asserts one currency. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  const difference = minus(a, b).minor
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** One million parts: the whole. All rates in Covenant are integer parts per million (1 % = 10,000 ppm). */
export const wholePpm = 1_000_000n

/** numerator / denominator, rounded half to even. The one place where the house rounds. Denominator > 0. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  assert(denominator > 0n, 'a denominator is positive')
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const floor = size / denominator
  const twice = (size % denominator) * 2n
  const up = twice > denominator || (twice === denominator && floor % 2n === 1n)
  const rounded = up ? floor + 1n : floor
  return negative ? -rounded : rounded
}

/** `ppm` parts per million of an amount, rounded half to even. */
export function portion(amount: Money, ppm: bigint): Money {
  return money(amount.currency, divideHalfEven(amount.minor * ppm, wholePpm))
}

/**
 * Splits an amount by weights so that the parts sum to the whole, whatever its sign: largest remainder first, ties to the
 * earlier member. Both parties to an agreement order members by name, so both compute the same cent. Weights ≥ 0, sum > 0.
 */
export function allocate(whole: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((a, b) => a + b, 0n)
  assert(total > 0n && weights.every((weight) => weight >= 0n), 'weights are not negative and not all zero')
  const negative = whole.minor < 0n
  const size = negative ? -whole.minor : whole.minor
  const parts = weights.map((weight) => (size * weight) / total)
  const byRemainder = weights
    .map((weight, at) => ({ at, left: (size * weight) % total }))
    .sort((a, b) => (a.left === b.left ? a.at - b.at : a.left > b.left ? -1 : 1))
  let missing = size - parts.reduce((a, b) => a + b, 0n)
  for (const { at } of byRemainder) {
    if (missing === 0n) break
    parts[at] = (parts[at] ?? 0n) + 1n
    missing -= 1n
  }
  return parts.map((part) => money(whole.currency, negative ? -part : part))
}
