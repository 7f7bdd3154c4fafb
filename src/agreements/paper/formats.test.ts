import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencies } from '../../base/currency.ts'
import type { Format, Language, Leaf } from './formats.ts'
import { print, readBack } from './formats.ts'
import type { WordList } from './words.ts'
import { words } from './words.ts'

const language: fc.Arbitrary<Language> = fc.constantFrom('zh', 'en')
const minor = fc.bigInt(0n, 10n ** 18n - 1n).map(String)
const currency = fc.constantFrom(...currencies)
const printed: fc.Arbitrary<[Leaf, Format]> = fc.oneof(
  fc.string().map((text): [Leaf, Format] => [text, 'text']),
  fc.maxSafeNat().map((count): [Leaf, Format] => [count, 'count']),
  fc.nat(1_000_000).map((ppm): [Leaf, Format] => [ppm, 'ppm']),
  fc.tuple(minor, currency).map(([amount, code]): [Leaf, Format] => [amount, `money/${code}`]),
  fc.tuple(minor, currency).map(([amount, code]): [Leaf, Format] => [amount, `capital/${code}`]),
  fc.nat(4_000_000_000).map((seconds): [Leaf, Format] => [new Date(seconds * 1_000).toISOString(), 'moment']),
)

test('what is printed reads back as the same value', () => {
  fc.assert(
    fc.property(printed, language, ([value, format], spoken) => {
      expect(readBack(print(value, format, spoken), format, spoken)).toEqual(value)
    }),
    { numRuns: 3_000 },
  )
})

test.each([
  [6_000, 'ppm', '0.6%'],
  [3_801, 'ppm', '0.3801%'],
  [1_000_000, 'ppm', '100%'],
  [10, 'ppm', '0.001%'],
  ['1234567', 'money/CNY', 'CNY 12,345.67'],
  ['1234567', 'money/JPY', 'JPY 1,234,567'],
  [86_400, 'count', '86,400'],
  ['2026-06-30T16:00:00.000Z', 'moment', '2026-06-30 16:00:00.000 UTC'],
  ['2026-06-30T16:00:00.000Z', 'local/Asia/Shanghai', '2026-07-01 00:00:00'],
] satisfies [Leaf, Format, string][])('%s as %s is %s', (value, format, text) => {
  expect(print(value, format, 'zh')).toBe(text)
  expect(readBack(text, format, 'en')).toEqual(value)
})

test.each([
  ['0.60%', 'ppm'],
  ['06%', 'ppm'],
  ['CNY 1234.00', 'money/CNY'],
  ['1,23', 'count'],
  ['或许', 'word/party'],
] satisfies [string, Format][])('%s is not how %s is printed', (text, format) =>
  expect(readBack(text, format, 'zh')).toBe(undefined),
)

test('no two words of a list are equal, in either language, and each reads back', () => {
  for (const [list, entries] of Object.entries(words) as [WordList, Record<string, readonly [string, string]>][]) {
    for (const at of [0, 1] as const) {
      const spoken = Object.values(entries).map((word) => word[at])
      expect(new Set(spoken).size, list).toBe(spoken.length)
    }
    for (const key of Object.keys(entries)) {
      const value = key === 'true' ? true : key === 'false' ? false : key
      expect(readBack(print(value, `word/${list}`, 'zh'), `word/${list}`, 'zh')).toBe(value)
    }
  }
})
