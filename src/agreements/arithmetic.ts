import { toDecimal } from '../base/currency.ts'
import type { Money } from '../base/money.ts'

// How a computed amount is explained: plain ASCII, the way a person would check it with a pocket calculator.

/** 4821000 fen → "48,210.00 CNY". */
export const written = ({ currency, minor }: Money): string => {
  const [whole = '', fraction] = toDecimal(currency, minor).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${currency}`
}

/** 2500 → "0.25%", 10 → "0.001%", 1000000 → "100.00%": at least two decimals, never rounded. */
export function percent(ppm: number): string {
  const digits = String(ppm).padStart(5, '0')
  const fraction = digits.slice(-4).replace(/0{1,2}$/, '')
  return `${digits.slice(0, -4)}.${fraction}%`
}
