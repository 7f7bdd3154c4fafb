import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { dayMs, fromRfc3339, toRfc3339 } from '../base/time.ts'
import { limitsOf } from './limits.ts'
import { refundable } from './refundable.ts'
import { reserveWithholding } from './reserveWithholding.ts'
import { sampleTerms } from './sample.ts'
import { allows, termOf } from './scope.ts'
import { serviceLevelCredit } from './serviceLevelCredit.ts'
import type { Product, Strength } from './terms.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))

test.each<[Product, Strength, string[]]>([
  [
    'qr-merchant',
    'none',
    ['payment 50000 /clauses/limits/rows/0/perPayment', 'day 50000 /clauses/limits/rows/0/perDay'],
  ],
  [
    'qr-consumer',
    'one-factor',
    ['payment 100000 /clauses/limits/rows/2/perPayment', 'day 100000 /clauses/limits/rows/2/perDay'],
  ],
  [
    'online',
    'none',
    [
      'payment 5000000 /clauses/limits/rows/4/perPayment',
      'day 10000000 /clauses/limits/rows/4/perDay',
      'month 100000000 /clauses/limits/rows/4/perMonth',
    ],
  ],
])('limits of %s with %s: every row that matches, with its place', (product, strength, expected) => {
  const found = limitsOf(sampleTerms(), { product, strength, currency: 'CNY' })
  expect(found.map(({ window, max, path }) => `${window} ${max.minor} ${path}`)).toEqual(expected)
  expect(limitsOf(sampleTerms(), { product, strength, currency: 'USD' })).toEqual([])
})

test.each([
  [{ product: 'online', currency: 'CNY', region: 'CN' }, null],
  [{ product: 'online', currency: 'CNY', region: 'CN-31' }, null],
  [{ product: 'online', currency: 'CNY' }, null],
  [{ product: 'online', currency: 'CNY', region: 'CNX' }, '/clauses/scope/regions'],
  [{ product: 'online', currency: 'CNY', region: 'HK' }, '/clauses/scope/regions'],
  [{ product: 'online', currency: 'HKD', region: 'CN' }, '/clauses/scope/currencies'],
  [{ product: 'fax', currency: 'CNY', region: 'CN' }, '/clauses/scope/products'],
])('scope of %o: refused by %s', (asked, path) => {
  const verdict = allows(sampleTerms(), asked)
  expect(verdict.allowed ? null : verdict.path).toBe(path)
})

test('a term of 24 months ends on the same local day, or never by itself when it renews', () => {
  const { term } = sampleTerms().clauses
  const fixed = termOf(sampleTerms({ clauses: { term: { ...term, renewal: 'none' } } }))
  expect([toRfc3339(fixed.from), fixed.until && toRfc3339(fixed.until)]).toEqual([
    '2026-06-30T16:00:00.000Z',
    '2028-06-30T16:00:00.000Z',
  ])
  expect(termOf(sampleTerms()).until).toBeNull()
})

const capturedAt = fromRfc3339('2026-11-24T23:00:00+08:00') ?? 0
const end = fromRfc3339('2027-11-25T00:00:00+08:00') ?? 0 // the 365th day after, whole
test.each([
  ['in its window', { at: end - 1, refundedBefore: 0, refund: 500 }, true, null],
  ['a day too late', { at: end, refundedBefore: 0, refund: 500 }, true, '/clauses/refunds/windowDays'],
  ['up to what was captured', { at: capturedAt + dayMs, refundedBefore: 400, refund: 600 }, true, null],
  [
    'above what was captured',
    { at: capturedAt + dayMs, refundedBefore: 400, refund: 601 },
    true,
    '/clauses/refunds/partial',
  ],
  [
    'in part where only whole is agreed',
    { at: capturedAt + dayMs, refundedBefore: 0, refund: 999 },
    false,
    '/clauses/refunds/partial',
  ],
  ['whole where only whole is agreed', { at: capturedAt + dayMs, refundedBefore: 0, refund: 1_000 }, false, null],
])('a refund %s', (_, { at, refundedBefore, refund }, partial, path) => {
  const terms = sampleTerms({ clauses: { refunds: { ...sampleTerms().clauses.refunds, partial } } })
  const wish = { capturedAt, at, captured: cny(1_000), refundedBefore: cny(refundedBefore), refund: cny(refund) }
  const verdict = refundable(terms, wish)
  expect(verdict.allowed ? null : verdict.path).toBe(path)
})

test.each([
  ['two per cent', 1_000_000, 0, 20_000n],
  ['only up to the cap', 1_000_000, 19_990_000, 10_000n],
  ['nothing when the cap is reached', 1_000_000, 20_000_000, 0n],
  ['nothing when more than the cap is held', 1_000_000, 20_000_001, 0n],
  ['nothing of a negative settlement', -1_000_000, 0, 0n],
])('the reserve keeps back %s', (_, settled, held, kept) => {
  expect(reserveWithholding(sampleTerms(), cny(settled), cny(held)).amount).toEqual(cny(kept))
})

test('service levels are total, and worse service never credits less', () => {
  let before = -1n
  for (let measuredPpm = 1_000_000; measuredPpm >= 0; measuredPpm -= 500) {
    const { amount } = serviceLevelCredit(sampleTerms(), { level: 'availability', measuredPpm, fees: cny(1_000_000) })
    expect(amount.minor >= before).toBe(true)
    before = amount.minor
  }
  expect(before).toBe(250_000n)
})

test.each([
  [999_000, 0n, 0],
  [998_999, 500n, 1],
  [995_000, 500n, 1],
  [994_999, 1_000n, 2],
  [989_999, 2_500n, 3],
])('measured at %i ppm the credit is %i', (measuredPpm, minor, band) => {
  const credit = serviceLevelCredit(sampleTerms(), { level: 'availability', measuredPpm, fees: cny(10_000) })
  expect([credit.amount.minor, credit.path]).toEqual([minor, `/clauses/serviceLevels/levels/0/bands/${band}`])
})
