import fc from 'fast-check'
import { expect, test } from 'vitest'
import { money } from '../base/money.ts'
import { checkTerms } from './check.ts'
import { parseCsv } from './csv.ts'
import { clauseDigests, termsRoot } from './digest.ts'
import { type PriceList, pricePayments } from './priceList.ts'
import { sampleTerms } from './sample.ts'
import { products, termsArbitrary } from './termsArbitrary.ts'

const cny = (minor: number | bigint) => money('CNY', BigInt(minor))
const header = 'id,at,product,currency,amount,kind,strength,of'
const tea = 'p1,2026-11-24T09:30:00+08:00,qr-merchant,CNY,125.00,payment,two-factor,'
const listOf = (...lines: string[]): PriceList => pricePayments(sampleTerms(), [header, ...lines].join('\n'))

test('checking terms answers the digest of the whole and of each clause', () => {
  const checked = checkTerms(sampleTerms())
  expect([checked.valid, checked.digest]).toEqual([true, termsRoot(sampleTerms())])
  expect(checked.clauses).toEqual(clauseDigests(sampleTerms()))
  const broken = checkTerms({ ...sampleTerms(), amends: 'f'.repeat(64) })
  expect([broken.valid, broken.digest, broken.problems.map(({ at }) => at)]).toEqual([false, null, ['/amends']])
})

test('a payment and its refund are priced with their entries, and the totals come back to nothing', () => {
  const list = listOf(tea, 'r1,2026-11-25T10:00:00+08:00,qr-merchant,CNY,125.00,refund,,p1')
  if (!list.ok) throw new Error(JSON.stringify(list.problems))
  expect(
    list.rows[0]?.entries.map(({ debit, credit, amount, path, why }) => [debit, credit, amount.minor, path, why]),
  ).toEqual([
    ['wallet-receivable', 'merchant-pending', 12_500n, '/clauses/settlement', 'capture'],
    ['merchant-pending', 'fee-income', 48n, '/clauses/fees/rules/1', 'merchant-fee'],
    ['scheme-cost', 'wallet-receivable', 31n, '/clauses/fees/rules/2', 'wallet-fee'],
    ['revenue-share-expense', 'wallet-payable', 5n, '/clauses/revenueShare/shares/1', 'revenue-share'],
  ])
  const [total] = list.totals
  expect([
    total?.captured,
    total?.refunded,
    total?.merchantFee,
    total?.walletFee,
    total?.revenueShare,
    total?.toMerchant,
  ]).toEqual([cny(12_500), cny(12_500), cny(0), cny(0), cny(0), cny(0)]) // prettier: one table
})

test('totals follow the money: what the wallet owes is what merchant, institution and wallet end with', () => {
  const traffic = fc.array(
    fc.record({ product: fc.constantFrom(...products), amount: fc.integer({ min: 1, max: 50_000 }) }),
    {
      minLength: 1,
      maxLength: 15,
    },
  )
  fc.assert(
    fc.property(termsArbitrary, traffic, (terms, payments) => {
      const lines = payments.map(
        ({ product, amount }, at) =>
          `p${at},2026-11-24T09:30:00+08:00,${product},CNY,${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')},payment,two-factor,`,
      )
      const list = pricePayments(terms, [header, ...lines].join('\r\n'))
      if (!list.ok) throw new Error(JSON.stringify(list.problems))
      const balance: Record<string, bigint> = {}
      for (const { debit, credit, amount } of list.rows.flatMap((row) => row.entries)) {
        balance[debit] = (balance[debit] ?? 0n) + amount.minor
        balance[credit] = (balance[credit] ?? 0n) - amount.minor
      }
      const [total] = list.totals
      const of = (...kinds: string[]): bigint => kinds.reduce((sum, kind) => sum + (balance[kind] ?? 0n), 0n)
      expect(Object.values(balance).reduce((a, b) => a + b, 0n)).toBe(0n)
      expect(-of('merchant-pending')).toBe(total?.toMerchant.minor)
      expect(-of('fee-income', 'scheme-cost', 'revenue-share-expense')).toBe(total?.toInstitution.minor)
      expect(of('wallet-receivable')).toBe((total?.captured.minor ?? 0n) - (total?.walletFee.minor ?? 0n))
    }),
    { numRuns: 60 },
  )
})

test('the month of the fee zone starts the tiers anew', () => {
  const big = (id: string, at: string) => `${id},${at},online,CNY,50000.00,payment,two-factor,`
  const days = [
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
    '2026-10-30',
  ]
  const lines = days.map((day, at) => big(`p${at}`, `${day}T12:00:00+08:00`))
  const list = listOf(...lines, big('last', '2026-10-31T23:59:59+08:00'), big('first', '2026-11-01T00:00:00+08:00'))
  if (!list.ok) throw new Error(JSON.stringify(list.problems))
  const fees = list.rows.map(({ prices }) => prices[1]?.amount.minor)
  expect(fees).toEqual([...days.map(() => 12_500n), 11_000n, 12_500n])
})

test('refunds of one payment add up, and may not pass it together', () => {
  const back = (id: string, amount: string) => `${id},2026-11-25T10:00:00+08:00,qr-merchant,CNY,${amount},refund,,p1`
  const fitting = listOf(tea, back('r1', '100.00'), back('r2', '25.00'))
  expect(fitting.ok && fitting.totals[0]?.merchantFee).toEqual(cny(0))
  const passing = listOf(tea, back('r1', '100.00'), back('r2', '25.01'))
  expect(passing.ok || passing.problems.map(({ line, code }) => [line, code])).toEqual([[4, 'not_allowed']])
})

test('a package counts the payments of the month', () => {
  const { fees } = sampleTerms().clauses
  const price = { kind: 'package' as const, included: 2, price: '101', overage: '70' }
  const rules = fees.rules.map((rule) => (rule.id === 'merchant-qr' ? { ...rule, price } : rule))
  const terms = sampleTerms({ clauses: { fees: { ...fees, rules } } })
  const list = pricePayments(terms, [header, tea, tea.replace('p1', 'p2'), tea.replace('p1', 'p3')].join('\n'))
  expect(list.ok && list.rows.map(({ prices }) => prices[0]?.amount.minor)).toEqual([50n, 51n, 70n])
})

test.each<[name: string, csv: string, line: number, column: string | null, code: string]>([
  ['an empty text', '', 1, null, 'header'],
  ['a foreign header', 'id,when\np1,now', 1, null, 'header'],
  ['a header twice', `${header},of`, 1, null, 'header'],
  ['no payment', header, 1, null, 'empty'],
  ['an open quote', `${header}\n${tea}\n"p2,2026`, 3, null, 'csv_broken'],
  ['a cell too few', `${header}\n${tea}\np2,2026-11-24T09:30:00Z`, 3, null, 'cells'],
  ['no id', `${header}\n${tea.replace('p1', '')}`, 2, 'id', 'id'],
  ['an id twice', `${header}\n${tea}\n${tea}`, 3, 'id', 'id_twice'],
  ['a moment without zone', `${header}\n${tea.replace('+08:00', '')}`, 2, 'at', 'at'],
  ['a day that is none', `${header}\n${tea.replace('11-24', '11-31')}`, 2, 'at', 'at'],
  ['before the term', `${header}\n${tea.replace('2026-11', '2026-06')}`, 2, 'at', 'not_in_force'],
  ['an unknown product', `${header}\n${tea.replace('qr-merchant', 'fax')}`, 2, 'product', 'choice'],
  ['a foreign currency', `${header}\n${tea.replace('CNY', 'USD')}`, 2, 'currency', 'choice'],
  ['an unknown strength', `${header}\n${tea.replace('two', 'three')}`, 2, 'strength', 'choice'],
  ['an unknown kind', `${header}\n${tea.replace('payment', 'gift')}`, 2, 'kind', 'choice'],
  ['a negative amount', `${header}\n${tea.replace('125.00', '-1.00')}`, 2, 'amount', 'amount'],
  ['no amount', `${header}\n${tea.replace('125.00', '0.00')}`, 2, 'amount', 'amount'],
  ['a third decimal', `${header}\n${tea.replace('125.00', '1.001')}`, 2, 'amount', 'amount'],
  ['an amount beyond sense', `${header}\n${tea.replace('125.00', '9'.repeat(18))}`, 2, 'amount', 'amount'],
  ['above the payment limit', `${header}\n${tea.replace('125.00', '5000.01')}`, 2, 'amount', 'over_limit'],
  ['a payment of another', `${header}\n${tea}\n${tea.replace('p1', 'p2')}p1`, 3, 'of', 'of_payment'],
  ['a refund of nothing', `${header}\n${tea.replace('payment', 'refund')}`, 2, 'of', 'of_missing'],
  ['a refund before its payment', `${header}\n${tea.replace('payment', 'refund')}p0`, 2, 'of', 'of_unknown'],
  [
    'a refund too large',
    `${header}\n${tea}\nr1,2026-11-25T09:30:00Z,qr-merchant,CNY,125.01,refund,,p1`,
    3,
    'amount',
    'not_allowed',
  ],
  [
    'a refund too late',
    `${header}\n${tea}\nr1,2028-11-25T09:30:00Z,qr-merchant,CNY,1.00,refund,,p1`,
    3,
    'amount',
    'not_allowed',
  ],
  [
    'a refund from the past',
    `${header}\n${tea}\nr1,2026-11-23T09:30:00Z,qr-merchant,CNY,1.00,refund,,p1`,
    3,
    'at',
    'of_earlier',
  ],
  [
    'a refund of another product',
    `${header}\n${tea}\nr1,2026-11-25T09:30:00Z,online,CNY,1.00,refund,,p1`,
    3,
    'product',
    'of_differs',
  ],
])('nothing is priced, and the line is named: %s', (_, csv, line, column, code) => {
  const list = pricePayments(sampleTerms(), csv)
  const problems = list.ok ? [] : list.problems
  expect(problems.map((problem) => [problem.line, problem.column, problem.code])).toEqual([[line, column, code]])
  for (const { zh, en } of problems) expect([/\p{Script=Han}/u.test(zh), /[{}]/.test(zh + en)]).toEqual([true, false])
})

test('the columns may stand in any order, quoted, with a byte-order mark', () => {
  const csv =
    '\ufeffkind,"amount",currency,product,at,id,strength\r\npayment,"125.00",CNY,qr-merchant,2026-11-24T09:30:00+08:00,"p1",two-factor\r\n'
  const list = pricePayments(sampleTerms(), csv)
  expect(list.ok && list.rows[0]?.amount).toEqual(cny(12_500))
})

test('quoted cells keep commas, quotes and line ends, and lines are counted through them', () => {
  expect(parseCsv('a,"b,""c"""\n\n"d\ne",\nf')).toEqual({
    ok: true,
    records: [
      { line: 1, cells: ['a', 'b,"c"'] },
      { line: 3, cells: ['d\ne', ''] },
      { line: 5, cells: ['f'] },
    ],
  })
  expect(parseCsv(`a\n"${'x'.repeat(2_000_000)}`)).toEqual({ ok: false, line: 2 })
})
