import fc from 'fast-check'
import { expect, test } from 'vitest'
import { broken, pathsOf } from './brokenTerms.ts'
import { parseTerms } from './parse.ts'
import { sampleTerms } from './sample.ts'
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
const tier = '/clauses/fees/rules/2/price/tiers'
const rule = `${clauses}/fees/rules/0`

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

test.each(shapes)('refused, and told where: %s', (_, path, value, expected) => {
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

test('whatever stands in place of any member, parsing answers and never throws (seed: price null)', () => {
  const others = [
    null,
    1,
    -1,
    1.5,
    '',
    'x',
    '\ud800',
    [],
    {},
    [null],
    { kind: 5 },
    true,
    10n,
    '__proto__',
    'constructor',
  ]
  const paths = pathsOf(sampleTerms()).slice(1)
  const place = fc.oneof(
    fc.constantFrom(...paths),
    fc.constantFrom(...paths.filter((path) => /price$|rows.\d+$/.test(path))),
  )
  fc.assert(
    fc.property(place, fc.constantFrom(...others), (path, other) => {
      const parsed = parseTerms(broken(path, other))
      const problems = parsed.ok ? [] : parsed.problems
      expect(problems.every(({ zh, en }) => !/[{}]/.test(zh + en))).toBe(true)
    }),
    { numRuns: 400 },
  )
})

test('a member called __proto__ is refused like any other unknown member', () => {
  const text = JSON.stringify(sampleTerms()).replace('"version":1', '"version":1,"__proto__":{"version":2}')
  const parsed = parseTerms(JSON.parse(text))
  expect(parsed.ok ? 'accepted' : parsed.problems.map(({ at, code }) => [at, code])).toEqual([
    ['/__proto__', 'unknown_member'],
  ])
})
