import { expect, test } from 'vitest'
import { sampleTerms } from '../agreements/sample.ts'
import type { Price, Terms } from '../agreements/terms.ts'
import { money } from '../base/money.ts'
import { breakEven } from './breakEven.ts'
import { compare } from './compare.ts'
import { withLeaf } from './leaves.ts'
import { project } from './project.ts'
import type { CurrencyResult } from './projection.ts'
import { withTickets, withVolume } from './scaled.ts'
import { noAssumptions, type Traffic, type TrafficRow } from './traffic.ts'

// All by hand: August 2026 in Shanghai, before the campaign of the sample begins.

const from = Date.parse('2026-07-31T16:00:00Z')
const until = Date.parse('2026-08-31T16:00:00Z')
const day = 86_400_000

const sale = (id: string, days: number, minor: bigint, changes: Partial<TrafficRow> = {}): TrafficRow => {
  const at = from + days * day + day / 2
  const same = { id, kind: 'payment', of: null, at, askedAt: at, paidAt: at, product: 'qr-merchant' } as const
  const who = { strength: 'two-factor', merchant: 'tea', payer: null, amount: money('CNY', minor) } as const
  return { ...same, ...who, reason: null, version: null, role: 'counted', meters: [], ...changes }
}
const august = (rows: TrafficRow[], assumes = noAssumptions): Traffic => ({
  source: { kind: 'stated', name: 'by hand' },
  seenFrom: from,
  from,
  until,
  rows,
  assumes,
})
const only = (terms: Terms, traffic: Traffic): CurrencyResult => {
  const [result] = project(terms, traffic).currencies
  if (!result) throw new Error('one currency')
  return result
}
const gained = (result: CurrencyResult) =>
  result.lines.filter(({ count }) => count > 0).map(({ kind, path, effects }) => [kind, path, effects.institution])

test('a month that stays below the wallet’s minimum pays what is missing at its end, once', () => {
  // 1,000.00: 3.80 from the merchant, 2.50 to the wallet, 30 % of the 1.30 between them; 500.00 are the minimum.
  const result = only(sampleTerms(), august([sale('a', 3, 100_000n)]))
  expect(gained(result)).toEqual([
    ['true-up', '/clauses/fees/commitments/0', -49_750n],
    ['merchant-fee', '/clauses/fees/rules/1', 380n],
    ['wallet-fee', '/clauses/fees/rules/2', -250n],
    ['revenue-share', '/clauses/revenueShare/shares/1', -39n],
  ])
  expect(result.parties.institution).toEqual({ income: 380n, cost: 50_039n, net: -49_659n })
  expect(result.parties.merchant.net).toBe(-380n)
})

test('a month cut by the end of the traffic is named open and nothing is trued up for it', () => {
  const cut = { ...august([sale('a', 3, 100_000n)]), until: until - day }
  const projection = project(sampleTerms(), cut)
  expect(projection.openMonths).toEqual(['2026-08'])
  expect(projection.currencies[0]?.lines.map(({ kind }) => kind)).not.toContain('true-up')
})

test('measured service below its band is credited out of the month’s wallet fees', () => {
  const assumes = { ...noAssumptions, servicePpm: { availability: 994_000 } }
  const credit = only(sampleTerms(), august([sale('a', 3, 400_000n)], assumes)).lines.find(
    ({ kind }) => kind === 'service-credit',
  )
  expect(credit).toMatchObject({ rule: 'availability', effects: { institution: 100n, wallet: -100n } }) // 10 % of 10.00
})

test('a loss is borne as the risk table says, and no party bears more than its worst case', () => {
  const loss = sale('l', 9, 100_000n, { kind: 'loss', of: 'a', reason: 'not-received' })
  const result = only(sampleTerms(), august([sale('a', 3, 100_000n), loss]))
  expect(result).toMatchObject({ losses: 1, lost: 100_000n })
  expect(result.lines.find(({ kind }) => kind === 'expected-loss')?.effects).toEqual({
    institution: 0n,
    wallet: 0n,
    merchant: -100_000n,
    payer: 100_000n,
  })
  const worst = Object.fromEntries(result.worstCase?.parties.map(({ party, single }) => [party, single]) ?? [])
  expect(worst).toEqual({ institution: 100_000n, merchant: 100_000n, wallet: 100_000n })
  // One per cent of the month.
  expect(result.worstCase?.parties.map(({ month }) => month)).toEqual([1_000n, 1_000n, 1_000n])
})

test('a payment above a limit of the terms is refused, with its refund, and counts nowhere else', () => {
  const back = sale('b', 5, 600_000n, { kind: 'refund', of: 'a' })
  const result = only(sampleTerms(), august([sale('a', 3, 600_000n), back]))
  expect(result).toMatchObject({ payments: 0, volume: 0n, refunds: 0 })
  expect(result.refused).toEqual([{ path: '/clauses/limits/rows/3/perPayment', count: 1, minor: 600_000n }])
})

test('the reserve keeps its part of each settlement and gives it back after its days', () => {
  const short = withLeaf(sampleTerms(), '/clauses/reserve/days', 5)
  // 997.11 reach us of 1,000.00 (fee 2.50, share 0.39): 2 % are 19.94.
  const { reserve } = only(short, august([sale('a', 3, 100_000n), sale('b', 4, 100_000n), sale('c', 20, 100_000n)]))
  expect(reserve).toMatchObject({ withheld: 5_982n, released: 3_988n, heldAtEnd: 1_994n, peak: 3_988n })
})

test('an offer is compared clause by clause, and equal terms differ nowhere', () => {
  const traffic = august([sale('a', 3, 100_000n)])
  const offer = withLeaf(sampleTerms(), '/clauses/fees/rules/1/price/ratePpm', 4_800)
  const [base, other] = [only(sampleTerms(), traffic), only(offer, traffic)]
  expect(compare(base, base)).toEqual([])
  expect(compare(base, other).map(({ path, effects }) => [path, effects.institution, effects.merchant])).toEqual([
    ['/clauses/fees/rules/1', 100n, -100n],
    ['/clauses/revenueShare/shares/1', -30n, 0n],
  ])
})

test('break-even is found where a minimum is met, and always and never are said', () => {
  const traffic = august(Array.from({ length: 40 }, (_, at) => sale(`s${at}`, at / 2, 100_000n)))
  const minimum = (minor: string) => withLeaf(sampleTerms(), '/clauses/fees/commitments/0/minimum', minor)
  expect(breakEven(minimum('0'), traffic, 'CNY')).toMatchObject({ volume: { outcome: 'always' } })
  expect(breakEven(minimum('900000000'), traffic, 'CNY')).toMatchObject({ volume: { outcome: 'never' } })
  const { volume } = breakEven(minimum('40000'), traffic, 'CNY')
  expect(volume).toMatchObject({ outcome: 'at', side: 'from' })
  if (volume.outcome !== 'at') return
  const net = (factorPpm: number) => only(minimum('40000'), withVolume(traffic, factorPpm)).parties.institution.net
  expect(net(volume.factorPpm)).toBeGreaterThanOrEqual(0n)
  expect(net(Math.floor(volume.factorPpm * 0.95))).toBeLessThan(0n)
})

test('scaled traffic has so many times the payments, or so many times their size', () => {
  const traffic = august(Array.from({ length: 40 }, (_, at) => sale(`s${at}`, at / 2, 1_000n)))
  expect(withVolume(traffic, 250_000).rows).toHaveLength(10)
  expect(withVolume(traffic, 3_000_000).rows).toHaveLength(120)
  expect(withTickets(traffic, 1_500_000).rows.every(({ amount }) => amount.minor === 1_500n)).toBe(true)
})

const priced = (place: number, price: Price): Terms => {
  const terms = sampleTerms()
  const { fees } = terms.clauses
  const rules = fees.rules.map((rule, at) => (at === place ? { ...rule, price } : rule))
  return { ...terms, clauses: { ...terms.clauses, fees: { ...fees, rules } } }
}
const tiers = [
  { upTo: '100000', ratePpm: 10_000 },
  { upTo: null, ratePpm: 2_000 },
]
const feeAt = (terms: Terms, traffic: Traffic, path: string) =>
  only(terms, traffic)
    .lines.filter((line) => line.path === path)
    .map(({ kind, effects }) => [kind, effects.institution])

test('a merchant’s tiers count its own payments, the wallet’s those of all merchants', () => {
  const two = august([sale('a', 3, 100_000n), sale('b', 4, 100_000n, { merchant: 'noodles' })])
  const graduated = { kind: 'graduated' as const, tiers }
  expect(feeAt(priced(1, graduated), two, '/clauses/fees/rules/1')).toEqual([['merchant-fee', 2_000n]])
  expect(feeAt(priced(2, graduated), two, '/clauses/fees/rules/2')).toEqual([['wallet-fee', -1_200n]])
})

test('a volume price is trued up on what was not given back in its month; a later refund changes nothing more', () => {
  const volume = priced(1, { kind: 'volume', tiers })
  const back = (days: number) => sale('r', days, 50_000n, { kind: 'refund', of: 'a' })
  const path = '/clauses/fees/rules/1'
  // 10.00 + 2.00 taken by the tier reached so far, 5.00 given back; 0.20 % of 1,500.00 are due.
  const within = august([sale('a', 3, 100_000n), sale('b', 4, 100_000n), back(9)])
  expect(feeAt(volume, within, path)).toEqual([
    ['merchant-fee', 700n],
    ['true-up', -400n],
  ])
  // In September the true-up of August, 8.00 back, stays as it was.
  const later = { ...august([sale('a', 3, 100_000n), sale('b', 4, 100_000n), back(35)]), until: until + 10 * day }
  expect(feeAt(volume, later, path)).toEqual([
    ['merchant-fee', 700n],
    ['true-up', -800n],
  ])
})

test('a payment given back in three parts returns its whole fee, to the cent', () => {
  const part = (id: string, days: number, minor: bigint) => sale(id, days, minor, { kind: 'refund', of: 'a' })
  const traffic = august([sale('a', 3, 10_001n), part('x', 4, 3_333n), part('y', 5, 3_333n), part('z', 6, 3_335n)])
  expect(feeAt(sampleTerms(), traffic, '/clauses/fees/rules/1')).toEqual([['merchant-fee', 0n]])
  expect(feeAt(sampleTerms(), traffic, '/clauses/fees/rules/2')).toEqual([['wallet-fee', 0n]])
})

test('what a reserve keeps is free again on the very day it falls due', () => {
  const terms = withLeaf(withLeaf(sampleTerms(), '/clauses/reserve/days', 5), '/clauses/reserve/cap', '1994')
  const { reserve } = only(terms, august([sale('a', 3, 100_000n), sale('b', 8, 100_000n)]))
  expect(reserve).toMatchObject({ withheld: 3_988n, released: 1_994n, peak: 1_994n })
})
