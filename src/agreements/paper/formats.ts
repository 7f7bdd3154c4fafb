import { assert, present } from '../../base/assert.ts'
import type { Currency } from '../../base/currency.ts'
import { fromDecimal, isCurrency, toDecimal } from '../../base/currency.ts'
import { fromLocalText, fromRfc3339, toLocalText, toRfc3339 } from '../../base/time.ts'
import { capitalOf, fromCapital } from './capital.ts'
import type { WordList } from './words.ts'
import { words } from './words.ts'

export type Language = 'zh' | 'en'
/** A value as the terms hold it. */
export type Leaf = string | number | boolean | null | readonly []

/** How a value is printed: the name goes with the token, so that a reader of the page can read the value back. */
export type Format =
  | 'text'
  | 'count'
  | 'ppm'
  | 'moment'
  | 'absent'
  | 'empty'
  | `money/${Currency}`
  | `capital/${Currency}`
  | `local/${string}`
  | `word/${WordList}`

/** The printed form of a value. Asserts that the value is of the format's kind. */
export function print(value: Leaf, format: Format, language: Language): string {
  const [kind, parameter] = split(format)
  if (kind === 'text') return textOf(value)
  if (kind === 'count') return grouped(String(numberOf(value)))
  if (kind === 'ppm') return percent(numberOf(value))
  if (kind === 'moment') return textOf(value).replace('T', ' ').replace('Z', ' UTC')
  if (kind === 'absent' || kind === 'empty') return language === 'zh' ? '无' : 'none'
  if (kind === 'local') return toLocalText(present(fromRfc3339(textOf(value)), 'a moment is RFC 3339'), parameter)
  if (kind === 'word') return wordOf(parameter as WordList, String(value), language)
  assert(isCurrency(parameter), 'money names its currency')
  if (kind === 'capital') return capitalOf(parameter, BigInt(textOf(value)))
  const [whole = '', fraction] = toDecimal(parameter, BigInt(textOf(value))).split('.')
  return `${parameter} ${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`
}

/** The value a printed form stands for; undefined when it is not what `print` writes. */
export function readBack(printed: string, format: Format, language: Language): Leaf | undefined {
  const value = reading(printed, format, language)
  return value !== undefined && print(value, format, language) === printed ? value : undefined
}

function reading(printed: string, format: Format, language: Language): Leaf | undefined {
  const [kind, parameter] = split(format)
  const plain = printed.replaceAll(',', '')
  if (kind === 'text') return printed
  if (kind === 'count') return /^\d{1,16}$/.test(plain) ? Number(plain) : undefined
  if (kind === 'ppm') return fromPercent(printed)
  if (kind === 'moment') return printed.replace(' UTC', 'Z').replace(' ', 'T')
  if (kind === 'absent') return null
  if (kind === 'empty') return []
  if (kind === 'local') return instantText(fromLocalText(printed, parameter))
  if (kind === 'word') return readWord(parameter as WordList, printed, language)
  if (!isCurrency(parameter)) return undefined
  const minor =
    kind === 'capital' ? fromCapital(parameter, printed) : fromDecimal(parameter, plain.slice(parameter.length + 1))
  return minor === null ? undefined : minor.toString()
}

function split(format: Format): [string, string] {
  const at = format.indexOf('/')
  return at < 0 ? [format, ''] : [format.slice(0, at), format.slice(at + 1)]
}

const instantText = (at: number | null): string | undefined => (at === null ? undefined : toRfc3339(at))

function textOf(value: Leaf): string {
  assert(typeof value === 'string', 'a printed text is a string in the terms')
  return value
}

function numberOf(value: Leaf): number {
  assert(typeof value === 'number', 'a printed number is a number in the terms')
  return value
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

// 10,000 ppm are one per cent; four places after the point show every ppm.
function percent(ppm: number): string {
  const whole = Math.floor(ppm / 10_000)
  const fraction = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${whole}${fraction === '' ? '' : `.${fraction}`}%`
}

function fromPercent(printed: string): number | undefined {
  const found = /^(\d{1,3})(?:\.(\d{1,4}))?%$/.exec(printed)
  return found ? Number(found[1]) * 10_000 + Number((found[2] ?? '').padEnd(4, '0')) : undefined
}

function wordOf(list: WordList, key: string, language: Language): string {
  const word = (words[list] as Record<string, readonly [string, string]>)[key]
  return present(word, `the list ${list} has the word ${key}`)[language === 'zh' ? 0 : 1]
}

function readWord(list: WordList, printed: string, language: Language): Leaf | undefined {
  const found = Object.entries(words[list]).find(([, word]) => word[language === 'zh' ? 0 : 1] === printed)
  return found === undefined ? undefined : found[0] === 'true' ? true : found[0] === 'false' ? false : found[0]
}
