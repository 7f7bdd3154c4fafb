import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { fraudPpm, ownRule, psd2, type Remote, requirementOf } from './exemption.ts'

const eur = (minor: bigint, more: Partial<Remote> = {}): Remote => ({
  amount: money('EUR', minor),
  wanted: false,
  counter: { sum: 0n, count: 0 },
  isTrusted: false,
  fraud: { fraud: 0n, volume: 0n },
  ...more,
})
const rate = (fraud: bigint) => ({ fraud, volume: 1_000_000n })

// [what, payment, exemption or null when authentication is required]: each bound once at it and once past it.
const table: readonly (readonly [what: string, payment: Remote, exemption: string | null])[] = [
  ['30.00 EUR, nothing before', eur(3_000n), 'low-value'],
  ['30.01 EUR', eur(3_001n), null],
  ['the sum reaches 100.00', eur(2_000n, { counter: { sum: 8_000n, count: 4 } }), 'low-value'],
  ['the sum would pass 100.00 by a cent', eur(2_000n, { counter: { sum: 8_001n, count: 4 } }), null],
  [
    'many small ones are counted by their sum, not their number',
    eur(100n, { counter: { sum: 900n, count: 9 } }),
    'low-value',
  ],
  ['nobody told who pays', eur(500n, { counter: null }), null],
  ['a trusted payee, any amount', eur(900_000n, { isTrusted: true }), 'trusted-beneficiary'],
  ['100.00 at 0.13 % fraud', eur(10_000n, { fraud: rate(1_300n) }), 'risk-analysis'],
  ['100.00 just above 0.13 %', eur(10_000n, { fraud: rate(1_301n) }), null],
  ['100.01 needs 0.06 %', eur(10_001n, { fraud: rate(601n) }), null],
  ['250.00 at 0.06 %', eur(25_000n, { fraud: rate(600n) }), 'risk-analysis'],
  ['500.00 at 0.01 %', eur(50_000n, { fraud: rate(100n) }), 'risk-analysis'],
  ['500.00 just above 0.01 %', eur(50_000n, { fraud: rate(101n) }), null],
  ['500.01 is never exempt by risk', eur(50_001n, { fraud: rate(0n) }), null],
  ['without volume there is no rate', eur(5_000n, { fraud: { fraud: 0n, volume: 0n } }), null],
  ['the merchant wants it all the same', eur(100n, { wanted: true, isTrusted: true }), null],
]
test.each(table)('PSD2: %s', (_, payment, exemption) => {
  expect(requirementOf(payment)).toMatchObject({ exemption, required: exemption === null })
})

test('counted by number, the fifth payment is exempt and the sixth is not', () => {
  const byCount = { ...psd2, lowValue: { ...psd2.lowValue, by: 'count' as const } }
  const nth = (count: number) => requirementOf(eur(100n, { counter: { sum: 50_000n, count } }), byCount).exemption
  expect([nth(4), nth(5)]).toEqual(['low-value', null])
})

test('an online order in CNY is confirmed with us from the amount of our own rule on, not a fen below', () => {
  const cny = (minor: bigint) => requirementOf(eur(0n, { amount: money('CNY', minor) }))
  expect(cny(ownRule.minor - 1n)).toMatchObject({ required: false, exemption: null })
  expect(cny(ownRule.minor)).toMatchObject({ required: true, rule: 'own' })
})

test('a larger amount, more behind it or more fraud never opens an exemption that was closed', () => {
  const some = fc.bigInt({ min: 0n, max: 60_000n })
  fc.assert(
    fc.property(some, some, fc.nat(9), some, some, (minor, sum, count, fraud, more) => {
      const one = eur(minor, { counter: { sum, count }, fraud: rate(fraud) })
      const other = eur(minor + more, { counter: { sum: sum + more, count: count + 1 }, fraud: rate(fraud + more) })
      if (requirementOf(one).required) expect(requirementOf(other).required).toBe(true)
    }),
  )
})

test('the rate of fraud is rounded up, so that a bound is never met by rounding', () => {
  expect(fraudPpm({ fraud: 1n, volume: 3n })).toBe(333_334n)
  expect(fraudPpm({ fraud: 0n, volume: 0n })).toBeNull()
})
