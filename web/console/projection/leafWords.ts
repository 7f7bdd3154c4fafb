import { termNames } from '../../text/terms.ts'
import type { Language } from '../../ui/language.ts'

/** A place inside a clause in words: "Fee rules · 1 · Price · Rate" for /clauses/fees/rules/0/price/ratePpm. */
export function leafWords(path: string, language: Language): string {
  return path
    .split('/')
    .slice(3)
    .map((step) =>
      /^\d+$/.test(step) ? String(Number(step) + 1) : (termNames[step]?.[language === 'en' ? 1 : 0] ?? step),
    )
    .join(' · ')
}
