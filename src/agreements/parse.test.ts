import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTerms } from './parse.ts'
import { sampleTerms } from './sample.ts'
import type { Terms } from './terms.ts'
import { termsArbitrary } from './termsArbitrary.ts'

test('the sample agreement is valid and already normalised', () => {
  expect(parseTerms(JSON.parse(JSON.stringify(sampleTerms())))).toEqual({ ok: true, terms: sampleTerms() })
})

test('random agreements are valid, and parsing twice changes nothing', () => {
  fc.assert(
    fc.property(termsArbitrary, (terms) => {
      expect(parseTerms(terms)).toEqual({ ok: true, terms })
    }),
    { numRuns: 60 },
  )
})

// One broken contract a line: what is written where, and the problems it must give (pointer and code), all of them.
type Broken = [name: string, path: string, value: unknown, problems: [at: string, code: string][]]
const one = (at: string, code: string): [string, string][] => [[at, code]]
const gone = undefined
const clauses = '/clauses'
const rule = `${clauses}/fees/rules/0`
const tier = `${clauses}/fees/rules/2/price/tiers`
const half = [{ party: 'institution', ppm: 500_000 }]

const shapes: Broken[] = [
  ['no schema', '/schema', gone, one('/schema', 'missing')],
  ['another schema', '/schema', 'wallet-agreement/2', one('/schema', 'unknown_choice')],
  ['a wrong id', '/agreement', 'agr_1', one('/agreement', 'agreement_id_format')],
  ['version 0', '/version', 0, one('/version', 'too_small')],
  ['a fractional version', '/version', 1.5, one('/version', 'not_whole')],
  ['an unknown member', '/clauses/fees/surcharge', '1', one('/clauses/fees/surcharge', 'unknown_member')],
  ['an unknown member with a slash', '/clauses/fees/a~1b', '1', one('/clauses/fees/a~1b', 'unknown_member')],
  ['a missing clause', '/clauses/risk', gone, one('/clauses/risk', 'missing')],
  ['a clause that is text', '/clauses/risk', 'all ours', one('/clauses/risk', 'wrong_type')],
  ['a number for an amount', `${rule}/price/fixed`, 5, one(`${rule}/price/fixed`, 'not_text')],
  ['an amount with a point', `${rule}/price/fixed`, '0.5', one(`${rule}/price/fixed`, 'amount_format')],
  ['a negative amount', `${rule}/price/fixed`, '-5', one(`${rule}/price/fixed`, 'amount_format')],
  ['an amount with a leading zero', `${rule}/price/fixed`, '05', one(`${rule}/price/fixed`, 'amount_format')],
  ['an amount beyond 64 bits', `${rule}/price/fixed`, '9'.repeat(19), one(`${rule}/price/fixed`, 'amount_format')],
  ['a float rate', `${rule}/price/ratePpm`, 0.006, one(`${rule}/price/ratePpm`, 'not_whole')],
  ['a rate of the whole', `${rule}/price/ratePpm`, 1_000_000, one(`${rule}/price/ratePpm`, 'too_large')],
  ['an unknown price', `${rule}/price/kind`, 'lottery', one(`${rule}/price/kind`, 'unknown_choice')],
  ['an unknown product', `${rule}/products/0`, 'fax', one(`${rule}/products/0`, 'unknown_choice')],
  ['an unknown currency', `${rule}/currency`, 'XXX', one(`${rule}/currency`, 'unknown_choice')],
  ['no tier', tier, [], one(tier, 'too_few')],
  ['a name with a control character', `${rule}/name/en`, 'Fee\u0000', one(`${rule}/name/en`, 'unclean_text')],
  ['a name with a lone surrogate', `${rule}/name/zh`, '费\ud800', one(`${rule}/name/zh`, 'unclean_text')],
  ['a name that turns direction', `${rule}/name/en`, 'a\u202eb', one(`${rule}/name/en`, 'unclean_text')],
  ['a name with a blank behind', `${rule}/name/en`, 'Fee ', one(`${rule}/name/en`, 'unclean_text')],
  ['an endless name', `${rule}/name/en`, 'x'.repeat(81), one(`${rule}/name/en`, 'too_long')],
  ['no English', `${rule}/name/en`, gone, one(`${rule}/name/en`, 'missing')],
  ['a zone by offset', '/clauses/fees/zone', '+08:00', one('/clauses/fees/zone', 'zone_unknown')],
  ['a zone in odd capitals', '/clauses/fees/zone', 'Asia/ShangHai', one('/clauses/fees/zone', 'zone_unknown')],
  ['a zone nowhere', '/clauses/fees/zone', 'Asia/Atlantis', one('/clauses/fees/zone', 'zone_unknown')],
  ['a zone in lower case', '/clauses/fees/zone', 'Asia/shanghai', one('/clauses/fees/zone', 'zone_unknown')],
  ['a cut-off at 25', '/clauses/settlement/cutOff', '25:00', one('/clauses/settlement/cutOff', 'time_format')],
  [
    'a holiday that is none',
    '/clauses/settlement/holidays/0',
    '2026-02-30',
    one('/clauses/settlement/holidays/0', 'day_format'),
  ],
  [
    'a day that is none',
    '/clauses/term/effective',
    '2026-02-30T00:00:00Z',
    one('/clauses/term/effective', 'moment_format'),
  ],
  [
    'a moment without zone',
    '/clauses/term/effective',
    '2026-07-01T00:00:00',
    one('/clauses/term/effective', 'moment_format'),
  ],
  [
    'a share of nothing',
    '/clauses/revenueShare/shares/0/ppm',
    0,
    one('/clauses/revenueShare/shares/0/ppm', 'too_small'),
  ],
  [
    'a share of the merchant',
    '/clauses/revenueShare/shares/0/party',
    'merchant',
    one('/clauses/revenueShare/shares/0/party', 'unknown_choice'),
  ],
  [
    'a certificate by name',
    '/clauses/parties/wallet/certificate',
    'alipay.cer',
    one('/clauses/parties/wallet/certificate', 'digest_format'),
  ],
]

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

test.each([...shapes, ...meanings])('refused, and told where: %s', (_, path, value, expected) => {
  const parsed = parseTerms(broken(path, value))
  const problems = parsed.ok ? [] : parsed.problems
  expect(problems.map(({ at, code }) => [at, code])).toEqual(expected)
  for (const { zh, en } of problems)
    expect([/\p{Script=Han}/u.test(zh), en.length > 10, /[{}]/.test(zh + en)]).toEqual([true, true, false])
})

test('every problem is told at once, but never an endless list', () => {
  const many = parseTerms(
    broken(
      '/clauses/risk/rows',
      Array.from({ length: 40 }, () => ({ a: 1, b: 2, c: 3 })),
    ),
  )
  expect(many.ok ? 0 : many.problems.length).toBe(200)
  const tooMany = parseTerms(
    broken(
      '/clauses/risk/rows',
      Array.from({ length: 5_000 }, () => ({})),
    ),
  )
  expect(tooMany.ok ? [] : tooMany.problems.map(({ at, code }) => [at, code])).toEqual([
    ['/clauses/risk/rows', 'too_many'],
  ])
})

test.each([
  [null],
  [undefined],
  [7],
  ['{}'],
  [[]],
  [{}],
  [JSON.parse('{"__proto__": {"schema": "wallet-agreement/1"}}')],
  [() => 1],
  [{ schema: 10n }],
])('what is no agreement at all is refused without an exception: %s', (input) => {
  expect(parseTerms(input).ok).toBe(false)
})

test('a member called __proto__ is refused like any other unknown member', () => {
  const text = JSON.stringify(sampleTerms()).replace('"version":1', '"version":1,"__proto__":{"version":2}')
  const parsed = parseTerms(JSON.parse(text))
  expect(parsed.ok ? 'accepted' : parsed.problems.map(({ at, code }) => [at, code])).toEqual([
    ['/__proto__', 'unknown_member'],
  ])
})

/** The sample with one value replaced (removed when undefined) at a pointer. */
function broken(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone<Terms>(sampleTerms())
  const steps = path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = steps.pop() ?? ''
  const holder = steps.reduce((inner, step) => (inner as Record<string, unknown>)[step], copy) as Record<
    string,
    unknown
  >
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}
