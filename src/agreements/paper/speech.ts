import { assert } from '../../base/assert.ts'
import type { Currency } from '../../base/currency.ts'
import type { Text } from '../terms.ts'
import type { Format, Language, Leaf } from './formats.ts'
import { print } from './formats.ts'
import type { WordList } from './words.ts'

/** A piece of a sentence: fixed words, or a value with the JSON pointer of the leaf it prints and how it is printed. */
export type Token = { text: string; at?: string; as?: Format }
/** The same sentence, or the same cell of a table, in both languages. */
export type Bilingual = { zh: Token[]; en: Token[] }
export type Table = { kind: 'table'; columns: { title: Text; share: number }[]; rows: Bilingual[][] }
export type Block = { kind: 'sentence'; words: Bilingual } | Table

/** What stands in the hole of a template: a value or a list of values, in both languages. */
export type Said = { zh: Token[]; en: Token[] }

/** A template of Chinese words with values in its holes. */
export const zh = (fixed: TemplateStringsArray, ...holes: Said[]): Token[] => woven('zh', fixed, holes)
/** The same in English. */
export const en = (fixed: TemplateStringsArray, ...holes: Said[]): Token[] => woven('en', fixed, holes)

export const sentence = (inChinese: Token[], inEnglish: Token[]): Block => ({
  kind: 'sentence',
  words: { zh: inChinese, en: inEnglish },
})

/** Values one after the other: 、 in Chinese, a comma in English. */
export const listed = (values: readonly Said[]): Said => joined(values, '、', ', ')

/** Values with fixed words between them. */
export function joined(values: readonly Said[], between: string, betweenInEnglish: string): Said {
  const weave = (language: Language, gap: string): Token[] =>
    values.flatMap((value, at) => (at === 0 ? value[language] : [{ text: gap }, ...value[language]]))
  return { zh: weave('zh', between), en: weave('en', betweenInEnglish) }
}

/** A name the parties gave in both languages, with the short name that rules and entries use. */
export const named = (name: Said, id: Said): Said => ({ zh: zh`${name}（${id}）`, en: en`${name} (${id})` })

/** Reads leaves of one object of the terms aloud; every value it says carries its pointer. */
export type Speaker<T> = {
  readonly it: T
  /** Its JSON pointer. */
  readonly pointer: string
  text(key: keyof T & string): Said
  count(key: keyof T & string): Said
  ppm(key: keyof T & string): Said
  word(key: keyof T & string, list: WordList): Said
  /** The amount in figures. */
  money(key: keyof T & string, currency: Currency): Said
  /** The amount in figures, in Chinese also in capitals. */
  amount(key: keyof T & string, currency: Currency): Said
  moment(key: keyof T & string): Said
  local(key: keyof T & string, zone: string): Said
  /** A text the parties wrote in both languages. */
  both(key: keyof T & string): Said
  /** A list of such texts. */
  eachBoth(key: keyof T & string): Said[]
  words(key: keyof T & string, list: WordList): Said
  texts(key: keyof T & string): Said
  counts(key: keyof T & string): Said
  /** Says that a list is empty or a part is left out. */
  none(key: keyof T & string): Said
  each<K extends keyof T & string>(key: K): Speaker<Member<T[K]>>[]
  inside<K extends keyof T & string>(key: K): Speaker<NonNullable<T[K]>>
}
type Member<T> = T extends readonly (infer Each)[] ? Each : never

/** A speaker for an object that stands at a pointer of the terms. */
export function speaker<T>(it: T, pointer: string): Speaker<T> {
  const value = (key: string): unknown => (it as Record<string, unknown>)[key]
  const path = (key: string): string => `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const say = (key: string, as: Format): Said => said(value(key) as Leaf, path(key), as)
  const members = (key: string): unknown[] => {
    const list = value(key)
    assert(Array.isArray(list), `${path(key)} is a list`)
    return list
  }
  const all = (key: string, as: Format): Said =>
    members(key).length === 0
      ? said([], path(key), 'empty')
      : listed(members(key).map((one, at) => said(one as Leaf, `${path(key)}/${at}`, as)))
  return {
    it,
    pointer,
    text: (key) => say(key, 'text'),
    count: (key) => say(key, 'count'),
    ppm: (key) => say(key, 'ppm'),
    word: (key, list) => say(key, `word/${list}`),
    money: (key, currency) => say(key, `money/${currency}`),
    amount: (key, currency) => withCapital(say(key, `money/${currency}`), say(key, `capital/${currency}`)),
    moment: (key) => say(key, 'moment'),
    local: (key, zone) => say(key, `local/${zone}`),
    both: (key) => bothLanguages(value(key) as Text, path(key)),
    eachBoth: (key) => members(key).map((one, at) => bothLanguages(one as Text, `${path(key)}/${at}`)),
    words: (key, list) => all(key, `word/${list}`),
    texts: (key) => all(key, 'text'),
    counts: (key) => all(key, 'count'),
    none: (key) => said(value(key) as Leaf, path(key), value(key) === null ? 'absent' : 'empty'),
    each: (key) => members(key).map((one, at) => speaker(one as never, `${path(key)}/${at}`)),
    inside: (key) => speaker(value(key) as never, path(key)),
  }
}

function said(value: Leaf, at: string, as: Format): Said {
  const format = value === null ? 'absent' : as
  const token = (language: Language): Token[] => [{ text: print(value, format, language), at, as: format }]
  return { zh: token('zh'), en: token('en') }
}

// An absent amount has no capitals.
function withCapital(figures: Said, capitals: Said): Said {
  if (capitals.zh[0]?.as === 'absent') return figures
  return { zh: [...figures.zh, { text: '（大写：' }, ...capitals.zh, { text: '）' }], en: figures.en }
}

function bothLanguages(value: Text, at: string): Said {
  return { zh: [{ text: value.zh, at: `${at}/zh`, as: 'text' }], en: [{ text: value.en, at: `${at}/en`, as: 'text' }] }
}

function woven(language: Language, fixed: TemplateStringsArray, holes: readonly Said[]): Token[] {
  const tokens = fixed.flatMap((text, at) => [{ text }, ...(holes[at]?.[language] ?? [])])
  return tokens.filter((token) => token.text !== '')
}
