import type { Dossier, FigureKind } from '../../api/contract-research.ts'
import { formatCount, formatMoney, formatShare } from '../../ui/format.ts'
import type { Language } from '../../ui/language.ts'

export type Unit = Dossier['kinds'][number]['unit']

/** A figure as people say it. */
export function figureText(value: number, unit: Unit, currency: string, language: Language): string {
  if (unit === 'ppm') return `${value < 0 ? '−' : ''}${formatShare(Math.abs(value))}`
  if (unit === 'minor') return formatMoney({ currency, minor: String(value) }, language)
  return unit === 'hundredths' ? (value / 100).toFixed(2) : formatCount(value, language)
}

export const unitOf = (of: Dossier, kind: FigureKind): Unit => of.kinds.find(({ id }) => id === kind)?.unit ?? 'count'
