import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { type Meters, metersOf, type PricedLine, priceCapture } from './price.ts'
import { priceRefund } from './refundPrice.ts'
import { sampleTerms } from './sample.ts'
import type { Clauses } from './terms.ts'
import { products, termsArbitrary } from './termsArbitrary.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))
const none: Meters = new Map()
const traffic = fc.record({
  product: fc.constantFrom(...products),
  amount: fc.integer({ min: 1, max: 500_000 }),
  volume: fc.nat(2_000_000),
  count: fc.nat(60),
})

test('a QR payment of the sample agreement is priced line by line', () => {
  const meters = new Map([['wallet-volume', { volume: 4_821_000n, count: 380n }]])
  const lines = priceCapture(sampleTerms(), { product: 'qr-merchant', amount: cny(12_500), meters })
  expect(
    lines.map(({ kind, rule, payer, payee, amount, path }) => [kind, rule, `${payer}>${payee}`, amount.minor, path]),
  ).toEqual([
    ['merchant-fee', 'merchant-qr', 'merchant>institution', 48n, '/clauses/fees/rules/1'],
    ['wallet-fee', 'wallet-volume', 'institution>wallet', 32n, '/clauses/fees/rules/2'],
    ['revenue-share', 'revenue-share', 'institution>wallet', 5n, '/clauses/revenueShare/shares/1'],
  ])
  expect(lines.map(({ how }) => how)).toEqual([
    '0.38% x 125.00 CNY = 0.48 CNY',
    '0.25% x 125.00 CNY = 0.32 CNY (tier 1, month volume 48,210.00 CNY, month fee 120.52 CNY -> 120.84 CNY)',
    '30.00% x 0.16 CNY = 0.05 CNY (net fee 0.48 CNY - 0.32 CNY)',
  ])
})

test('whatever the terms and the traffic, lines are not negative, name their clause, and fees stay within the payment', () => {
  fc.assert(
    fc.property(termsArbitrary, traffic, (terms, { product, amount, volume, count }) => {
      const meter = { volume: BigInt(volume), count: BigInt(count) }
      const meters = new Map(metersOf(terms, product, cny(amount)).map((id) => [id, meter]))
      const lines = priceCapture(terms, { product, amount: cny(amount), meters })
      expect(lines.filter(({ kind }) => kind === 'merchant-fee')).toHaveLength(1)
      for (const line of lines) {
        expect(line.amount.minor >= 0n).toBe(true)
        expect(line.path.startsWith(`/clauses/${line.clause}/`)).toBe(true)
        expect(at(terms, line.path)).toBeDefined()
        if (line.clause === 'fees') expect(line.amount.minor <= BigInt(amount)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('refunds in any number of parts return exactly what one full refund returns, and never more on the way', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 500_000 }), { maxLength: 8 })
  fc.assert(
    fc.property(termsArbitrary, traffic, cuts, (terms, { product, amount }, wishes) => {
      const captured = cny(amount)
      const lines = priceCapture(terms, { product, amount: captured, meters: none })
      const whole = priceRefund(terms, { lines, captured, refundedBefore: cny(0), refund: captured })
      const parts: PricedLine[] = []
      let refunded = 0n
      for (const wish of [...wishes.map(BigInt), BigInt(amount)]) {
        const refund = wish < BigInt(amount) - refunded ? wish : BigInt(amount) - refunded
        if (refund === 0n) continue
        parts.push(...priceRefund(terms, { lines, captured, refundedBefore: cny(refunded), refund: cny(refund) }))
        refunded += refund
      }
      expect(parts.every((line) => line.amount.minor >= 0n)).toBe(true)
      expect(totals(parts)).toEqual(totals(whole))
      for (const line of whole) {
        const original = lines.find(({ path }) => path === line.path)
        expect([line.amount, line.payer, line.payee]).toEqual([original?.amount, original?.payee, original?.payer])
      }
    }),
    { numRuns: 200 },
  )
})

const totals = (lines: readonly PricedLine[]): Record<string, bigint> => {
  const byPath: Record<string, bigint> = {}
  for (const { path, amount } of lines) byPath[path] = (byPath[path] ?? 0n) + amount.minor
  return byPath
}

test('a fee that the agreement keeps, and a share it does not claw back, stay where they are at a refund', () => {
  const { fees, revenueShare } = sampleTerms().clauses
  const kept = sampleTerms({
    clauses: {
      fees: {
        ...fees,
        rules: fees.rules.map((rule) => ({ ...rule, onRefund: rule.payer === 'merchant' ? 'keep' : 'return' })),
      },
      revenueShare: { ...revenueShare, onRefund: 'keep' },
    },
  })
  const lines = priceCapture(kept, { product: 'online', amount: cny(10_000), meters: none })
  const back = priceRefund(kept, { lines, captured: cny(10_000), refundedBefore: cny(5_000), refund: cny(2_500) })
  expect(back.map(({ kind, payer, payee, amount, how }) => [kind, payer, payee, amount.minor, how])).toEqual([
    [
      'wallet-fee',
      'wallet',
      'institution',
      7n,
      '0.25 CNY x 75.00 CNY / 100.00 CNY = 0.19 CNY, less 0.12 CNY returned before = 0.07 CNY',
    ],
  ])
})

test.each<[string, Partial<Clauses['revenueShare']>, string, bigint]>([
  ['net of the wallet fee', { base: 'net-fee' }, 'institution>wallet', 105n],
  ['of the gross fee', { base: 'gross-fee' }, 'institution>wallet', 180n],
])('the wallet share is taken %s', (_, over, direction, minor) => {
  const terms = sampleTerms({ clauses: { revenueShare: { ...sampleTerms().clauses.revenueShare, ...over } } })
  const share = priceCapture(terms, { product: 'online', amount: cny(100_000), meters: none }).at(-1)
  expect([share && `${share.payer}>${share.payee}`, share?.amount.minor]).toEqual([direction, minor])
})

test.each([
  [true, 'wallet>institution', 30n],
  [false, 'institution>wallet', 0n],
])('a loss on a payment is shared only when the agreement says so: %s', (sharesLosses, direction, minor) => {
  const { fees, revenueShare } = sampleTerms().clauses
  const free = { kind: 'percentage' as const, ratePpm: 1_000, fixed: '0', floor: null, cap: null }
  const dear = { ...free, ratePpm: 2_000 }
  const rules = fees.rules.map((rule) => ({ ...rule, price: rule.payer === 'merchant' ? free : dear }))
  const terms = sampleTerms({ clauses: { fees: { ...fees, rules }, revenueShare: { ...revenueShare, sharesLosses } } })
  const share = priceCapture(terms, { product: 'online', amount: cny(100_000), meters: none }).at(-1)
  expect([share && `${share.payer}>${share.payee}`, share?.amount.minor]).toEqual([direction, minor])
})

function at(value: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce((inner: unknown, step) => (inner as Record<string, unknown> | undefined)?.[step], value)
}
