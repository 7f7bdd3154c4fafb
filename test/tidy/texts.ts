export type Texts = { readonly [key: string]: string | Texts }

// Names that stay in their own language: our brand, and the button that leads to Chinese.
const namesInChinese = ['brand.full', 'act.language']

const chinese = /\p{Script=Han}/u

/** Differences between the two tables of screen texts: keys, the values they fill in, and texts in the wrong language. */
export function textProblems(zh: Texts, en: Texts): string[] {
  const [left, right] = [flatten(zh), flatten(en)]
  const missing = (from: Map<string, string>, to: Map<string, string>, name: string): string[] =>
    [...from.keys()]
      .filter((key) => !stemsOf(to).has(stemOf(key)))
      .map((key) => `${key}: missing in web/text/${name}.ts; add its text`)
  const differing = [...left].filter(([key, text]) => right.has(key) && holesOf(text) !== holesOf(right.get(key) ?? ''))
  const english = [...right].filter(([key, text]) => chinese.test(text) && !namesInChinese.includes(key))
  const empty = [...left, ...right].filter(([, text]) => text.trim() === '')
  return [
    ...missing(left, right, 'en'),
    ...missing(right, left, 'zh-CN'),
    ...differing.map(([key]) => `${key}: zh-CN and en do not fill the same {{values}}; name the same in both`),
    ...english.map(([key]) => `${key}: the English text contains Chinese; translate it`),
    ...empty.map(([key]) => `${key}: an empty text; write it or take the key out`),
  ]
}

// A counted text has `_one` and `_other` in English and `_other` alone in Chinese.
const stemOf = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')
const stemsOf = (texts: ReadonlyMap<string, string>): Set<string> => new Set([...texts.keys()].map(stemOf))

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

const holesOf = (text: string): string =>
  [...text.matchAll(/\{\{?\s*(\w+)/g)]
    .map(([, name = '']) => name)
    .sort()
    .join(' ')
