import { expect, test } from 'vitest'
import { broken } from './brokenTerms.ts'
import { parseTerms } from './parse.ts'
import { sampleTerms } from './sample.ts'

// One broken contract a line: what is written where, and the problems it must give (pointer and code), all of them.
type Broken = [name: string, path: string, value: unknown, problems: [at: string, code: string][]]
const one = (at: string, code: string): [string, string][] => [[at, code]]
const clauses = '/clauses'
const rule = `${clauses}/fees/rules/0`
const tier = `${clauses}/fees/rules/2/price/tiers`
const half = [{ party: 'institution', ppm: 500_000 }]

const meanings: Broken[] = [
  ['version 1 that amends', '/amends', 'a'.repeat(64), one('/amends', 'amends_first')],
  ['version 2 that amends nothing', '/version', 2, one('/amends', 'amends_missing')],
  [
    'one party twice',
    '/clauses/parties/wallet/registration',
    '91310000MA1K00001X',
    one('/clauses/parties/wallet/registration', 'parties_same'),
  ],
  ['a product without price', `${rule}/products`, ['in-app'], one('/clauses/fees/rules', 'fee_unpriced')],
  [
    'two prices for one product',
    `${rule}/products`,
    ['in-app', 'nfc', 'online'],
    one('/clauses/fees/rules/1', 'fee_ambiguous'),
  ],
  [
    'a product out of scope',
    '/clauses/scope/products',
    ['in-app', 'online', 'qr-consumer', 'qr-merchant'],
    [
      [`${clauses}/fees/rules/1/products`, 'product_out_of_scope'],
      [`${clauses}/fees/rules/2/products`, 'product_out_of_scope'],
      [`${clauses}/limits/rows/1/products`, 'product_out_of_scope'],
      [`${clauses}/limits/rows/2/products`, 'product_out_of_scope'],
      [`${clauses}/limits/rows/3/products`, 'product_out_of_scope'],
    ],
  ],
  [
    'a currency without price',
    '/clauses/scope/currencies',
    ['CNY', 'JPY'],
    Array.from({ length: 5 }, () => ['/clauses/fees/rules', 'fee_unpriced']),
  ],
  [
    'a reserve in a foreign currency',
    '/clauses/reserve/currency',
    'USD',
    one('/clauses/reserve/currency', 'currency_out_of_scope'),
  ],
  [
    'a settlement in a foreign currency',
    '/clauses/settlement/currency',
    'USD',
    one('/clauses/settlement/currency', 'currency_out_of_scope'),
  ],
  [
    'a cap in a foreign currency',
    '/clauses/risk/caps/0/currency',
    'USD',
    one('/clauses/risk/caps/0/currency', 'currency_out_of_scope'),
  ],
  [
    'a fee from wallet to merchant',
    '/clauses/fees/rules/2/payee',
    'merchant',
    one('/clauses/fees/rules/2/payee', 'fee_direction'),
  ],
  [
    'two rules of one name',
    '/clauses/fees/rules/1/id',
    'merchant-online',
    one('/clauses/fees/rules/1/id', 'double_id'),
  ],
  ['tiers that fall', `${tier}/1/upTo`, '50000000', one(`${tier}/1/upTo`, 'tiers_not_rising')],
  ['tiers that end', `${tier}/2/upTo`, '900000000', one(`${tier}/2/upTo`, 'tiers_not_open')],
  ['tiers open in the middle', `${tier}/1/upTo`, null, one(`${tier}/1/upTo`, 'tiers_open_early')],
  ['a tier of nothing', `${tier}/0/upTo`, '0', one(`${tier}/0/upTo`, 'tiers_empty')],
  [
    'a cap below the floor',
    `${clauses}/fees/rules/1/price/cap`,
    '0',
    one(`${clauses}/fees/rules/1/price/cap`, 'cap_below_floor'),
  ],
  [
    'cost and mark-up of the whole',
    `${rule}/price`,
    { kind: 'cost-plus', costPpm: 600_000, markupPpm: 400_000, fixed: '0' },
    one(`${rule}/price/markupPpm`, 'rates_above_whole'),
  ],
  [
    'a commitment on no rule',
    `${clauses}/fees/commitments/0/rules`,
    ['wallet-flat'],
    one(`${clauses}/fees/commitments/0/rules`, 'commitment_rule_unknown'),
  ],
  [
    'a commitment across directions',
    `${clauses}/fees/commitments/0/rules`,
    ['merchant-qr', 'wallet-volume'],
    one(`${clauses}/fees/commitments/0/rules`, 'commitment_mixed'),
  ],
  [
    'shares short of the whole',
    '/clauses/revenueShare/shares/0/ppm',
    699_999,
    one('/clauses/revenueShare/shares', 'shares_not_whole'),
  ],
  [
    'a party that shares twice',
    '/clauses/risk/rows/0/shares',
    [...half, ...half],
    one('/clauses/risk/rows/0/shares', 'share_twice'),
  ],
  [
    'campaign funding above the whole',
    '/clauses/marketing/annexes/0/funding/1/ppm',
    200_001,
    one('/clauses/marketing/annexes/0/funding', 'shares_not_whole'),
  ],
  ['no default risk row', '/clauses/risk/rows/6/reason', 'other', one('/clauses/risk/rows/6', 'risk_default_missing')],
  [
    'a risk row behind a wider one',
    '/clauses/risk/rows/2/reason',
    'unauthorised',
    one('/clauses/risk/rows/2', 'risk_unreachable'),
  ],
  [
    'a default in the middle',
    '/clauses/risk/rows/4',
    { reason: '*', strength: '*', shares: [{ party: 'wallet', ppm: 1_000_000 }] },
    one('/clauses/risk/rows/5', 'risk_unreachable'),
  ],
  [
    'a cap to itself',
    '/clauses/risk/caps/0/excessTo',
    'merchant',
    one('/clauses/risk/caps/0/excessTo', 'cap_to_itself'),
  ],
  ['a cut-off at 24:00', '/clauses/settlement/cutOff', '24:00', one('/clauses/settlement/cutOff', 'cut_off_end')],
  [
    'a holiday that is worked',
    '/clauses/settlement/workdays',
    ['2026-10-01'],
    one('/clauses/settlement/workdays', 'day_both'),
  ],
  [
    'a day limit below the payment limit',
    '/clauses/limits/rows/0/perDay',
    '49999',
    one('/clauses/limits/rows/0', 'limits_not_nested'),
  ],
  [
    'a limit of nothing',
    '/clauses/limits/rows/0',
    { products: ['nfc'], strength: '*', currency: 'CNY', perPayment: null, perDay: null, perMonth: null, source: null },
    one('/clauses/limits/rows/0/perPayment', 'limit_empty'),
  ],
  [
    'a trigger on nothing',
    '/clauses/monitoring/triggers/0',
    { ...sampleTerms().clauses.monitoring.triggers[0], amountOver: null, ratioOverPpm: null },
    one('/clauses/monitoring/triggers/0/amountOver', 'trigger_empty'),
  ],
  [
    'bands that rise',
    '/clauses/serviceLevels/levels/0/bands/1/atLeastPpm',
    999_000,
    one('/clauses/serviceLevels/levels/0/bands/1/atLeastPpm', 'bands_not_falling'),
  ],
  [
    'bands that end',
    '/clauses/serviceLevels/levels/0/bands/3/atLeastPpm',
    1,
    one('/clauses/serviceLevels/levels/0/bands/3/atLeastPpm', 'bands_not_total'),
  ],
  [
    'a worse band that credits less',
    '/clauses/serviceLevels/levels/0/bands/3/creditPpm',
    100_000,
    one('/clauses/serviceLevels/levels/0/bands/3/creditPpm', 'bands_credit_not_rising'),
  ],
  [
    'a best band that credits',
    '/clauses/serviceLevels/levels/0/bands/0/creditPpm',
    1,
    one('/clauses/serviceLevels/levels/0/bands/0/creditPpm', 'bands_credit_first'),
  ],
  [
    'modes without annexes',
    '/clauses/scope/modes',
    ['technical'],
    [
      ['/clauses/marketing/annexes', 'mode_missing'],
      ['/clauses/dataSharing/scopes', 'mode_missing'],
    ],
  ],
  [
    'a campaign that ends before it begins',
    '/clauses/marketing/annexes/0/lastDay',
    '2026-08-31',
    one('/clauses/marketing/annexes/0/lastDay', 'campaign_days'),
  ],
  [
    'a campaign smaller than its caps',
    '/clauses/marketing/annexes/0/budget',
    '2999',
    one('/clauses/marketing/annexes/0/budget', 'campaign_caps'),
  ],
  [
    'waits that fall',
    '/clauses/integration/inquirySeconds/5',
    2,
    one('/clauses/integration/inquirySeconds/5', 'ladder_falling'),
  ],
  [
    'an empty window',
    '/clauses/integration/availabilityWindows/0/from',
    '24:00',
    one('/clauses/integration/availabilityWindows/0', 'window_empty'),
  ],
  [
    'windows that overlap',
    '/clauses/integration/availabilityWindows',
    [
      { from: '01:00', until: '12:00' },
      { from: '11:59', until: '13:00' },
    ],
    one('/clauses/integration/availabilityWindows/1', 'windows_overlap'),
  ],
  [
    'an effective date in another age',
    '/clauses/term/effective',
    '1999-12-31T23:59:59Z',
    one('/clauses/term/effective', 'moment_range'),
  ],
]

test.each(meanings)('a contradiction is refused, and told where: %s', (_, path, value, expected) => {
  const parsed = parseTerms(broken(path, value))
  const problems = parsed.ok ? [] : parsed.problems
  expect(problems.map(({ at, code }) => [at, code])).toEqual(expected)
  for (const { zh, en } of problems)
    expect([/\p{Script=Han}/u.test(zh), en.length > 10, /[{}]/.test(zh + en)]).toEqual([true, true, false])
})
