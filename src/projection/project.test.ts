import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleTerms } from '../agreements/sample.ts'
import type { Terms } from '../agreements/terms.ts'
import { termsArbitrary } from '../agreements/termsArbitrary.ts'
import { money } from '../base/money.ts'
import { project } from './project.ts'
import { bearers, type CurrencyResult } from './projection.ts'
import { type Forecast, synthetic } from './synthetic.ts'
import { noAssumptions, type Traffic, type TrafficRow, trafficDigest } from './traffic.ts'

const from = Date.parse('2026-07-31T16:00:00Z') // midnight in Shanghai that begins August
const forecast = (changes: Partial<Forecast> = {}): Forecast => ({
  from,
  days: 62,
  currency: 'CNY',
  paymentsPerDay: 9,
  products: [
    { product: 'qr-merchant', weight: 60, meanMinor: 6_400n, spreadPpm: 700_000 },
    { product: 'online', weight: 40, meanMinor: 21_000n, spreadPpm: 900_000 },
  ],
  strengths: [
    { strength: 'two-factor', weight: 80 },
    { strength: 'one-factor', weight: 20 },
  ],
  growthPpmPerMonth: 40_000,
  refundPpm: 60_000,
  merchants: 4,
  seed: 11,
  assumes: {
    lossPpm: { unauthorised: 4_000, 'not-received': 3_000 },
    stressPpm: 10_000,
    servicePpm: { availability: 994_000 },
  },
  ...changes,
})
const traffic = synthetic(forecast())
const only = (terms: Terms, of: Traffic = traffic): CurrencyResult => {
  const [result] = project(terms, of).currencies
  if (!result) throw new Error('the traffic has one currency')
  return result
}

test('whatever the terms, what one gains another gives: effects of every line, month, product and in all sum to nothing', () => {
  fc.assert(
    fc.property(termsArbitrary, (terms) => {
      const { lines, months, products, parties } = only(terms)
      for (const { effects } of [...lines, ...months, ...products])
        expect(bearers.reduce((sum, who) => sum + effects[who], 0n)).toBe(0n)
      expect(bearers.reduce((sum, who) => sum + parties[who].net, 0n)).toBe(0n)
      for (const who of bearers) {
        expect(months.reduce((sum, { effects }) => sum + effects[who], 0n)).toBe(parties[who].net)
        expect(lines.reduce((sum, { effects }) => sum + effects[who], 0n)).toBe(parties[who].net)
      }
    }),
    { numRuns: 25 },
  )
})

test('the same forecast and terms give the same traffic and the same result, another seed another', () => {
  const again = synthetic(forecast())
  expect(trafficDigest(again)).toBe(trafficDigest(traffic))
  expect(project(sampleTerms(), again)).toEqual(project(sampleTerms(), traffic))
  expect(trafficDigest(synthetic(forecast({ seed: 12 })))).not.toBe(trafficDigest(traffic))
})

test('a graduated fee and a package come to the same when every payment is cut in two', () => {
  const cut: TrafficRow[] = traffic.rows
    .filter(({ kind }) => kind === 'payment')
    .flatMap((row) => {
      const half = row.amount.minor / 3n
      if (half === 0n) return [row]
      return [
        { ...row, id: `${row.id}a`, amount: money('CNY', half) },
        { ...row, id: `${row.id}b`, amount: money('CNY', row.amount.minor - half) },
      ]
    })
  const whole = { ...traffic, assumes: noAssumptions, rows: traffic.rows.filter(({ kind }) => kind === 'payment') }
  const fee = (of: Traffic) =>
    only(sampleTerms(), of).lines.find(({ path }) => path === '/clauses/fees/rules/2')?.effects.wallet
  expect(fee({ ...whole, rows: cut })).toBe(fee(whole))
  expect(fee(whole)).toBeGreaterThan(0n)
})
