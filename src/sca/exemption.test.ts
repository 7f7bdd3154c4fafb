import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { fraudPpm, ownRule, requirementOf } from './exemption.ts'
import { exemptions } from './exemptionRules.ts'
import { inWords } from './inWords.ts'
import { type Facts, psd2 } from './scaFacts.ts'

const eur = (minor: bigint, more: Partial<Facts> = {}): Facts => ({
  place: 'remote',
  amount: money('EUR', minor),
  wanted: false,
  counter: { sum: 0n, count: 0 },
  isTrusted: false,
  fraud: { fraud: 0n, volume: 0n },
  ...more,
})
const rate = (fraud: bigint) => ({ fraud, volume: 1_000_000n })

// [what, payment, exemption or null when authentication is required]: each bound once at it and once past it.
const table: readonly (readonly [what: string, payment: Facts, exemption: string | null])[] = [
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

const tap = (minor: bigint, contactless: Facts['contactless']) =>
  requirementOf(eur(minor, { place: 'contactless', contactless: contactless ?? null })).exemption
const none = { sum: 0n, count: 0 }
test.each([
  ['50.00 EUR', 5_000n, none, 'contactless'],
  ['50.01 EUR', 5_001n, none, null],
  ['the sum reaches 150.00', 5_000n, { sum: 10_000n, count: 3 }, 'contactless'],
  ['the sum would pass 150.00 by a cent', 5_000n, { sum: 10_001n, count: 3 }, null],
  ['the fifth in a row', 100n, { sum: 400n, count: 4 }, 'contactless'],
  ['the sixth in a row', 100n, { sum: 500n, count: 5 }, null],
  ['an instrument nobody counted', 100n, null, null],
] as const)('PSD2 at the point of sale: %s', (_, minor, counter, exemption) => {
  expect(tap(minor, counter)).toBe(exemption)
})

const series = (more: object = {}) => ({ amount: money('EUR', 90_000n), payee: 'mer_1', isConfirmed: true, ...more })
const monthly = (given: Facts['series']) => eur(90_000n, { payee: 'mer_1', series: given ?? null })
const holders = { payer: 'con_lin', payee: 'con_lin', payerAt: 'yunhui', payeeAt: 'yunhui' }
test.each([
  ['the next of a confirmed series', monthly(series()), 'recurring'],
  ['one cent more than the series', monthly(series({ amount: money('EUR', 89_999n) })), null],
  ['another payee', monthly(series({ payee: 'mer_2' })), null],
  ['the series nobody confirmed', monthly(series({ isConfirmed: false })), null],
  ['no series', monthly(null), null],
  ['between accounts of one person', eur(90_000n, { holders }), 'own-accounts'],
  ['to somebody else', eur(90_000n, { holders: { ...holders, payee: 'con_wang' } }), null],
  ['to the own account elsewhere', eur(90_000n, { holders: { ...holders, payeeAt: 'other' } }), null],
  ['holders without names', eur(90_000n, { holders: { payer: '', payee: '', payerAt: '', payeeAt: '' } }), null],
  ['a process no authority accepted', eur(90_000n, { corporate: { isConsumer: false, protocol: 'ebics' } }), null],
] as const)('PSD2 by what is known of the payment: %s', (_, payment, exemption) => {
  expect(requirementOf(payment)).toMatchObject({ exemption, required: exemption === null })
})

test('a corporate process is exempt once an authority accepted it, and never for a consumer', () => {
  const accepted = { ...psd2, corporateProtocols: ['ebics'] }
  const by = (isConsumer: boolean, protocol = 'ebics') =>
    requirementOf(eur(90_000n, { corporate: { isConsumer, protocol } }), accepted).exemption
  expect([by(false), by(true), by(false, 'other')]).toEqual(['corporate', null, null])
})

const facts = fc.record<Facts>({
  amount: fc.oneof(fc.constant(90_000n), fc.bigInt({ min: 1n, max: 60_000n })).map((minor) => money('EUR', minor)),
  wanted: fc.boolean(),
  place: fc.constantFrom('remote', 'contactless'),
  counter: fc.option(fc.record({ sum: fc.bigInt({ min: 0n, max: 12_000n }), count: fc.nat(8) })),
  contactless: fc.option(fc.record({ sum: fc.bigInt({ min: 0n, max: 16_000n }), count: fc.nat(8) })),
  isTrusted: fc.boolean(),
  fraud: fc.option(fc.record({ fraud: fc.bigInt({ min: 0n, max: 2_000n }), volume: fc.constant(1_000_000n) })),
  payee: fc.constantFrom('mer_1', null),
  series: fc.option(fc.constantFrom(series(), series({ isConfirmed: false }))),
  corporate: fc.option(fc.record({ isConsumer: fc.boolean(), protocol: fc.constantFrom('ebics', 'other') })),
  holders: fc.option(fc.constantFrom(holders, { ...holders, payee: 'con_wang' })),
})
// What each exemption stands on; taken away, it must not be granted.
const standsOn: Record<string, Partial<Facts>> = {
  'trusted-beneficiary': { isTrusted: false },
  recurring: { series: null },
  'own-accounts': { holders: null },
  corporate: { corporate: null },
  contactless: { contactless: null },
  'low-value': { counter: null },
  'risk-analysis': { fraud: null },
}

test('no exemption is granted without the fact it stands on, and none at all without facts or against the merchant’s wish', () => {
  expect(Object.keys(standsOn).sort()).toEqual(exemptions.map(({ exemption }) => exemption).sort())
  const accepted = { ...psd2, corporateProtocols: ['ebics'] }
  const nothing: Partial<Facts> = Object.assign({}, ...Object.values(standsOn))
  const seen = new Set<string>()
  fc.assert(
    fc.property(facts, (given) => {
      const { exemption } = requirementOf(given, accepted)
      if (exemption !== null) {
        seen.add(exemption)
        expect(given.wanted).toBe(false)
        expect(requirementOf({ ...given, ...standsOn[exemption] }, accepted).exemption).not.toBe(exemption)
      }
      expect(requirementOf({ ...given, ...nothing }, accepted)).toMatchObject({ required: true, exemption: null })
    }),
    { numRuns: 2_000 },
  )
  expect(seen.size).toBe(exemptions.length)
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

test('a payer is told how much went unconfirmed, and amounts are written to be read', () => {
  const told = requirementOf(eur(2_000n, { counter: { sum: 9_500n, count: 4 } })).because
  expect(told.en).toContain('EUR 95.00 in 4 small payments since you last confirmed')
  expect(told.zh).toContain('EUR 95.00（4 笔）')
  expect(inWords(money('CNY', 123_456_789n))).toBe('CNY 1,234,567.89')
  expect(inWords(money('JPY', 5_000n))).toBe('JPY 5,000')
  expect(inWords(money('CNY', 99n))).toBe('CNY 0.99')
})
