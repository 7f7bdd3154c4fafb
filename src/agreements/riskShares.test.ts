import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { reasons } from './moneyClauses.ts'
import { riskShares } from './riskShares.ts'
import { sampleTerms } from './sample.ts'
import type { Clauses, Strength } from './terms.ts'
import { termsArbitrary } from './termsArbitrary.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))
const strengths: Strength[] = ['none', 'one-factor', 'two-factor']
const risk = (over: Partial<Clauses['risk']>) =>
  sampleTerms({ clauses: { risk: { ...sampleTerms().clauses.risk, ...over } } })

test('every loss or recovery of any size is borne in full, whatever its reason and authentication', () => {
  const amounts = fc.integer({ min: -5_000, max: 5_000 })
  fc.assert(
    fc.property(
      termsArbitrary,
      fc.constantFrom(...reasons),
      fc.constantFrom(...strengths),
      amounts,
      (terms, reason, strength, minor) => {
        const borne = riskShares(terms, { reason, strength, amount: cny(minor) })
        expect(borne.reduce((sum, part) => sum + part.amount.minor, 0n)).toBe(BigInt(minor))
        expect(borne.every((part) => part.amount.minor > 0n === minor > 0)).toBe(true)
        const back = riskShares(terms, { reason, strength, amount: cny(-minor) })
        expect(back).toEqual(borne.map((part) => ({ ...part, amount: cny(-part.amount.minor) })))
      },
    ),
    { numRuns: 300 },
  )
})

test('strong authentication turns an unauthorised payment to the wallet; the first matching row decides', () => {
  const asked = (strength: Strength) =>
    riskShares(sampleTerms(), { reason: 'unauthorised', strength, amount: cny(10_000) })
  expect(asked('two-factor')).toEqual([{ party: 'wallet', amount: cny(10_000), path: '/clauses/risk/rows/0' }])
  expect(asked('one-factor')).toEqual([
    { party: 'institution', amount: cny(4_000), path: '/clauses/risk/rows/1' },
    { party: 'wallet', amount: cny(6_000), path: '/clauses/risk/rows/1' },
  ])
})

test('a cent that cannot be split goes by largest remainder, then by party name', () => {
  const row = { reason: '*' as const, strength: '*' as const }
  const even = risk({
    rows: [
      {
        ...row,
        shares: [
          { party: 'institution', ppm: 500_000 },
          { party: 'wallet', ppm: 500_000 },
        ],
      },
    ],
    caps: [],
  })
  const larger = risk({
    rows: [
      {
        ...row,
        shares: [
          { party: 'institution', ppm: 400_000 },
          { party: 'wallet', ppm: 600_000 },
        ],
      },
    ],
    caps: [],
  })
  const minors = (terms: typeof even, minor: number) =>
    riskShares(terms, { reason: 'other', strength: 'none', amount: cny(minor) }).map(
      (part) => `${part.party} ${part.amount.minor}`,
    )
  expect(minors(even, 1)).toEqual(['institution 1'])
  expect(minors(even, 3)).toEqual(['institution 2', 'wallet 1'])
  expect(minors(larger, 1)).toEqual(['wallet 1'])
})

test('first loss and row of one party fill its cap together', () => {
  const terms = risk({
    firstLoss: { party: 'merchant', amount: '400', currency: 'CNY' },
    caps: [{ party: 'merchant', amount: '500', currency: 'CNY', excessTo: 'institution' }],
  })
  const borne = riskShares(terms, { reason: 'not-received', strength: 'none', amount: cny(2_000) })
  expect(borne.map(({ party, amount }) => [party, amount.minor])).toEqual([
    ['merchant', 400n],
    ['merchant', 100n],
    ['institution', 1_500n],
  ])
})

test('the first loss comes off the top and a cap moves what is above it', () => {
  const terms = risk({
    firstLoss: { party: 'wallet', amount: '1000', currency: 'CNY' },
    caps: [{ party: 'merchant', amount: '500', currency: 'CNY', excessTo: 'institution' }],
  })
  expect(riskShares(terms, { reason: 'not-received', strength: 'none', amount: cny(2_000) })).toEqual([
    { party: 'wallet', amount: cny(1_000), path: '/clauses/risk/firstLoss' },
    { party: 'merchant', amount: cny(500), path: '/clauses/risk/rows/2' },
    { party: 'institution', amount: cny(500), path: '/clauses/risk/caps/0' },
  ])
  expect(riskShares(terms, { reason: 'not-received', strength: 'none', amount: cny(900) })).toEqual([
    { party: 'wallet', amount: cny(900), path: '/clauses/risk/firstLoss' },
  ])
})
