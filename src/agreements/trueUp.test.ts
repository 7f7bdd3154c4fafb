import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { feeOf } from './fee.ts'
import { sampleTerms } from './sample.ts'
import type { Price } from './terms.ts'
import { priceArbitrary } from './termsArbitrary.ts'
import { volumeFee } from './tiers.ts'
import { trueUp, type Usage } from './trueUp.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))
const use = (over: Partial<Usage>): Usage => ({
  volume: 0n,
  count: 0n,
  charged: 0n,
  refunded: 0n,
  returned: 0n,
  ...over,
})
const volume: Price = {
  kind: 'volume',
  tiers: [
    { upTo: '100000', ratePpm: 3_000 },
    { upTo: null, ratePpm: 1_000 },
  ],
}

/** The sample with one wallet rule of a price and a minimum commitment. */
function withWallet(price: Price, minimum = '0', onRefund: 'return' | 'keep' = 'return') {
  const { fees } = sampleTerms().clauses
  const rules = fees.rules.map((rule) => (rule.id === 'wallet-volume' ? { ...rule, price, onRefund } : rule))
  return sampleTerms({
    clauses: { fees: { ...fees, rules, commitments: fees.commitments.map((least) => ({ ...least, minimum })) } },
  })
}
const dueOf = (price: Price, usage: Partial<Usage>, minimum?: string, onRefund?: 'return' | 'keep') =>
  trueUp(withWallet(price, minimum, onRefund), new Map([['wallet-volume', use(usage)]])).map(
    ({ rule, payer, payee, amount, path, how }) => [rule, `${payer}>${payee}`, amount.minor, path, how],
  )

test('a volume price that fell is given back at the end of the month', () => {
  expect(dueOf(volume, { volume: 200_000n, count: 2n, charged: 400n })).toEqual([
    [
      'wallet-volume',
      'wallet>institution',
      200n,
      '/clauses/fees/rules/2',
      '0.10% x 2,000.00 CNY = 2.00 CNY (tier 2) - charged 4.00 CNY = -2.00 CNY',
    ],
  ])
})

test('a refunded amount leaves the volume that is priced when its fee was returned, but not the tier it reached', () => {
  const usage = { volume: 200_000n, count: 2n, charged: 400n, refunded: 150_000n, returned: 300n }
  expect(dueOf(volume, usage).map(([, direction, minor]) => [direction, minor])).toEqual([['wallet>institution', 50n]])
  expect(
    dueOf(volume, { ...usage, returned: 0n }, '0', 'keep').map(([, direction, minor]) => [direction, minor]),
  ).toEqual([['wallet>institution', 200n]])
})

test('what a package still costs is due at the end of the month', () => {
  const price: Price = { kind: 'package', included: 100, price: '9900', overage: '120' }
  expect(dueOf(price, { count: 40n, charged: 3_960n })).toEqual([
    [
      'wallet-volume',
      'institution>wallet',
      5_940n,
      '/clauses/fees/rules/2',
      'package 99.00 CNY for 40 payments - charged 39.60 CNY = 59.40 CNY',
    ],
  ])
  expect(dueOf(price, { count: 101n, charged: 10_020n })).toEqual([])
})

test('a minimum commitment takes only what fees and true-ups leave missing', () => {
  const flat: Price = { kind: 'percentage', ratePpm: 1_000, fixed: '0', floor: null, cap: null }
  expect(dueOf(flat, { volume: 100_000n, count: 1n, charged: 100n, returned: 40n }, '500')).toEqual([
    [
      'wallet-minimum',
      'institution>wallet',
      440n,
      '/clauses/fees/commitments/0',
      'minimum 5.00 CNY - fees 0.60 CNY = 4.40 CNY',
    ],
  ])
  expect(dueOf(flat, { charged: 500n }, '500')).toEqual([])
  expect(
    dueOf(volume, { volume: 200_000n, count: 2n, charged: 400n }, '250').map(([rule, , minor]) => [rule, minor]),
  ).toEqual([
    ['wallet-volume', 200n],
    ['wallet-minimum', 50n],
  ])
})

test('a month without any payment owes the minimum', () => {
  expect(trueUp(sampleTerms(), new Map()).map(({ rule, amount }) => [rule, amount])).toEqual([
    ['wallet-minimum', cny(50_000)],
  ])
})

test('provisional fees and true-up together are the price of the whole volume, whatever the order', () => {
  const volumes = priceArbitrary(5_000).filter((price) => price.kind === 'volume')
  fc.assert(
    fc.property(
      volumes,
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 12 }),
      (price, amounts) => {
        const month = { volume: 0n, count: 0n, charged: 0n }
        for (const amount of amounts) {
          month.charged += feeOf(price, cny(amount), month).amount.minor
          month.volume += BigInt(amount)
          month.count += 1n
        }
        const [line] = trueUp(withWallet(price), new Map([['wallet-volume', use(month)]]))
        const due = line ? line.amount.minor * (line.payee === 'wallet' ? 1n : -1n) : 0n
        expect(month.charged + due).toBe(
          volumeFee(price.kind === 'volume' ? price.tiers : [], month.volume, month.volume),
        )
      },
    ),
    { numRuns: 150 },
  )
})
