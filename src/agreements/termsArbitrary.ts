import fc from 'fast-check'
import { wholePpm } from '../base/money.ts'
import { sampleTerms } from './sample.ts'
import type { Clauses, FeeRule, Party, Price, Product, Share, Terms, Tier } from './terms.ts'

// Random agreements for property tests: every one is valid and normalised (parse.test.ts proves it of the generator).

export const products: Product[] = ['in-app', 'nfc', 'online', 'qr-consumer', 'qr-merchant']
const parties: Party[] = ['institution', 'merchant', 'wallet']

const rate = fc.oneof(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 0, max: 999_999 }))
const minor = (max: number) => fc.nat(max).map(String)

/** Tiers with bounds up to `boundMax`, the last open. */
export const tiersArbitrary = (boundMax: number): fc.Arbitrary<Tier[]> =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: boundMax }), { maxLength: 5 }),
      fc.array(rate, { minLength: 6, maxLength: 6 }),
    )
    .map(([bounds, rates]) => [
      ...bounds.sort((a, b) => a - b).map((bound, at) => ({ upTo: String(bound), ratePpm: rates[at] ?? 0 })),
      { upTo: null, ratePpm: rates[bounds.length] ?? 0 },
    ])

export const priceArbitrary = (boundMax = 1_000_000): fc.Arbitrary<Price> =>
  fc.oneof(
    fc
      .tuple(rate, minor(50), fc.option(fc.nat(100)), fc.option(fc.nat(1_000)))
      .map(([ratePpm, fixed, floor, above]) => ({
        kind: 'percentage' as const,
        ratePpm,
        fixed,
        floor: floor === null ? null : String(floor),
        cap: above === null ? null : String((floor ?? 0) + above),
      })),
    tiersArbitrary(boundMax).map((tiers) => ({ kind: 'graduated' as const, tiers })),
    tiersArbitrary(boundMax).map((tiers) => ({ kind: 'volume' as const, tiers })),
    fc
      .tuple(fc.integer({ min: 1, max: 40 }), minor(5_000), minor(60))
      .map(([included, price, overage]) => ({ kind: 'package' as const, included, price, overage })),
    fc
      .tuple(fc.nat(500_000), fc.nat(499_999), minor(50))
      .map(([costPpm, markupPpm, fixed]) => ({ kind: 'cost-plus' as const, costPpm, markupPpm, fixed })),
  )

/** Shares of some of the parties that come to the whole. */
const sharesArbitrary = <Who extends Party>(who: readonly Who[]): fc.Arbitrary<(Share & { party: Who })[]> =>
  fc
    .tuple(
      fc.subarray([...who], { minLength: 1 }),
      fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 3, maxLength: 3 }),
    )
    .map(([members, weights]) => {
      const total = members.reduce((sum, _, at) => sum + (weights[at] ?? 1), 0)
      const parts = members.map((party, at) => ({
        party,
        ppm: Math.max(1, Math.floor((1_000_000 * (weights[at] ?? 1)) / total)),
      }))
      const rest = Number(wholePpm) - parts.reduce((sum, { ppm }) => sum + ppm, 0)
      return parts.map((part, at) => (at === 0 ? { ...part, ppm: part.ppm + rest } : part))
    })

const feesArbitrary: fc.Arbitrary<Clauses['fees']> = fc
  .tuple(
    fc.array(priceArbitrary(), { minLength: 10, maxLength: 10 }),
    fc.nat(5),
    fc.nat(5),
    fc.array(fc.constantFrom('return' as const, 'keep' as const), { minLength: 10, maxLength: 10 }),
    minor(100_000),
  )
  .map(([prices, cut, walletCut, onRefund, minimum]) => {
    const merchant = split(products, cut).map((some, at) =>
      ruleOf(`merchant-${at}`, some, 'merchant', prices[at], onRefund[at]),
    )
    const wallet = split(products, walletCut).map((some, at) =>
      ruleOf(`wallet-${at}`, some, 'institution', prices[5 + at], onRefund[5 + at]),
    )
    return {
      ...sampleTerms().clauses.fees,
      rules: [...merchant, ...wallet],
      commitments: [{ id: 'least', rules: wallet.map(({ id }) => id), minimum, currency: 'CNY' }],
    }
  })

const revenueArbitrary: fc.Arbitrary<Clauses['revenueShare']> = fc.record({
  base: fc.constantFrom('gross-fee', 'net-fee'),
  shares: sharesArbitrary(['institution', 'wallet'] as const),
  sharesLosses: fc.boolean(),
  onRefund: fc.constantFrom('claw-back', 'keep'),
})

const riskArbitrary: fc.Arbitrary<Clauses['risk']> = fc
  .tuple(
    fc.array(sharesArbitrary(parties), { minLength: 7, maxLength: 7 }),
    fc.option(
      fc.record({ party: fc.constantFrom(...parties), amount: minor(500), currency: fc.constant('CNY' as const) }),
    ),
    fc.option(minor(500)),
  )
  .map(([splits, firstLoss, cap]) => ({
    rows: sampleTerms().clauses.risk.rows.map((row, at) => ({ ...row, shares: splits[at] ?? row.shares })),
    firstLoss,
    caps: cap === null ? [] : [{ party: 'merchant', amount: cap, currency: 'CNY', excessTo: 'wallet' }],
    evidenceDays: 20,
  }))

/** A whole agreement with random prices, shares and risk. */
export const termsArbitrary: fc.Arbitrary<Terms> = fc
  .tuple(feesArbitrary, revenueArbitrary, riskArbitrary)
  .map(([fees, revenueShare, risk]) => sampleTerms({ clauses: { fees, revenueShare, risk } }))

function ruleOf(
  id: string,
  some: Product[],
  payer: 'merchant' | 'institution',
  price: Price | undefined,
  onRefund: 'return' | 'keep' | undefined,
): FeeRule {
  return {
    id,
    name: { zh: '费用', en: 'Fee' },
    products: some,
    currency: 'CNY',
    payer,
    payee: payer === 'merchant' ? 'institution' : 'wallet',
    price: price ?? { kind: 'percentage', ratePpm: 0, fixed: '0', floor: null, cap: null },
    onRefund: onRefund ?? 'return',
  }
}

const split = (all: Product[], cut: number): Product[][] =>
  [all.slice(0, cut), all.slice(cut)].filter((some) => some.length > 0)
