import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleTerms } from '../sample.ts'
import type { Terms } from '../terms.ts'
import { termsArbitrary } from '../termsArbitrary.ts'
import type { Language, Leaf } from './formats.ts'
import { readBack } from './formats.ts'
import { proseOf } from './prose.ts'
import type { Token } from './speech.ts'
import type { WordList } from './words.ts'
import { words } from './words.ts'

const languages: Language[] = ['zh', 'en']
const tokensOf = (terms: Terms, language: Language): Token[] =>
  proseOf(terms).flatMap((clause) => clause[language].flat())
const textOf = (terms: Terms, language: Language): string =>
  tokensOf(terms, language)
    .map((token) => token.text)
    .join('')

// Leaves by pointer; an empty list is a leaf, too.
function leavesOf(value: unknown, at = ''): Map<string, Leaf> {
  if (typeof value !== 'object' || value === null) return new Map([[at, value as Leaf]])
  const members = Object.entries(value)
  if (Array.isArray(value) && members.length === 0) return new Map([[at, []]])
  return new Map(members.flatMap(([key, member]) => [...leavesOf(member, `${at}/${key}`)]))
}

// A text the parties wrote in two languages is printed in its own.
const isPrintedIn = (pointer: string, language: Language): boolean =>
  !(language === 'zh' ? /\/en$/ : /\/zh$/).test(pointer)

test('every leaf of any terms stands in the Chinese and in the English text', () => {
  fc.assert(
    fc.property(termsArbitrary, (terms) => {
      for (const language of languages) {
        const said = new Set(tokensOf(terms, language).map((token) => token.at))
        const unsaid = [...leavesOf(terms).keys()].filter((at) => isPrintedIn(at, language) && !said.has(at))
        expect(unsaid).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})

test('every printed value is a leaf of the terms and reads back as it', () => {
  fc.assert(
    fc.property(termsArbitrary, (terms) => {
      const leaves = leavesOf(terms)
      for (const language of languages) {
        for (const { at, as, text } of tokensOf(terms, language)) {
          if (at === undefined || as === undefined) continue
          expect(readBack(text, as, language), at).toEqual(leaves.get(at))
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('empty lists and absent parts are said, too', () => {
  const empty = sampleTerms()
  const { clauses } = empty
  clauses.fees.commitments = []
  clauses.risk.caps = []
  clauses.limits.rows = []
  clauses.monitoring.triggers = []
  clauses.serviceLevels.levels = []
  clauses.marketing.annexes = []
  clauses.dataSharing.scopes = []
  clauses.law.notes = []
  clauses.integration.capabilities = []
  clauses.reserve.cap = null
  for (const language of languages) {
    const said = new Set(tokensOf(empty, language).map((token) => token.at))
    expect([...leavesOf(empty).keys()].filter((at) => isPrintedIn(at, language) && !said.has(at))).toEqual([])
  }
})

test('the words between the values hold no digit and no Chinese numeral', () => {
  fc.assert(
    fc.property(termsArbitrary, (terms) => {
      const fixed = proseOf(terms).flatMap(({ title, zh, en }) => [
        title.zh,
        title.en,
        ...[...zh, ...en]
          .flat()
          .filter((token) => token.at === undefined)
          .map((token) => token.text),
      ])
      for (const text of fixed)
        expect(text).not.toMatch(/[\d〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]|[０-９]|[①-⑳]/u)
    }),
    { numRuns: 20 },
  )
})

test('changing any leaf changes both texts', () => {
  const terms = sampleTerms()
  const before = { zh: textOf(terms, 'zh'), en: textOf(terms, 'en') }
  const seen = new Map(languages.flatMap((language) => tokensOf(terms, language)).map((token) => [token.at, token.as]))
  for (const [at, value] of leavesOf(terms)) {
    if (at.endsWith('/price/kind')) continue // another kind has other members
    const other = otherThan(value, seen.get(at) ?? '')
    if (other === undefined) continue
    const changed = structuredClone(terms)
    put(changed, at, other)
    for (const language of languages) {
      if (isPrintedIn(at, language)) expect(textOf(changed, language), at).not.toBe(before[language])
    }
  }
})

function otherThan(value: Leaf, format: string): Leaf | undefined {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value === 0 ? 1 : value - 1
  if (format === 'absent' || format === 'empty') return undefined // other shapes: covered by the test of empty lists
  if (format.startsWith('word/')) return Object.keys(words[format.slice(5) as WordList]).find((key) => key !== value)
  if (format === 'moment' || format.startsWith('local/')) return '2027-01-01T00:00:00.000Z'
  if (/^(money|capital)\//.test(format)) return String(BigInt(value as string) + 1n)
  return value === 'CNY' ? 'USD' : value === 'Asia/Shanghai' ? 'Asia/Tokyo' : `${String(value)}x`
}

function put(terms: Terms, at: string, value: Leaf): void {
  const path = at.split('/').slice(1)
  const last = path.pop() ?? ''
  let inside = terms as unknown as Record<string, unknown>
  for (const key of path) inside = inside[key] as Record<string, unknown>
  inside[last] = value
}

test('tokens can be written as JSON and read again', () => {
  const prose = proseOf(sampleTerms())
  expect(JSON.parse(JSON.stringify(prose))).toEqual(prose)
})

test('a golden paragraph keeps its full-width punctuation', () => {
  const reserve = proseOf(sampleTerms()).find((clause) => clause.clause === 'reserve')
  expect(reserve?.zh[0]?.map((token) => token.text).join('')).toBe(
    '滚动准备金（CNY）：每次结算扣留 2%，满 90 日后释放；扣留总额上限：CNY 200,000.00（大写：人民币贰拾万元整）。',
  )
  expect(reserve?.en[1]?.map((token) => token.text).join('')).toBe('Deposit, paid apart: CNY 50,000.00.')
})
