import { assert } from './assert.ts'

// Minor-unit exponents (ISO 4217:2015 list one). A currency that is not here cannot be written down in Covenant.
// biome-ignore format: one table, read as one
const exponents = {
  AED: 2, ARS: 2, AUD: 2, BHD: 3, BRL: 2, CAD: 2, CHF: 2, CLP: 0, CNY: 2, COP: 2, DKK: 2, EUR: 2, GBP: 2, HKD: 2,
  IDR: 2, INR: 2, JOD: 3, JPY: 0, KHR: 2, KRW: 0, KWD: 3, LAK: 2, MMK: 2, MOP: 2, MXN: 2, MYR: 2, NGN: 2, NOK: 2,
  NPR: 2, NZD: 2, OMR: 3, PHP: 2, PKR: 2, SAR: 2, SEK: 2, SGD: 2, THB: 2, TND: 3, TRY: 2, TWD: 2, USD: 2, UYU: 2,
  VND: 0, ZAR: 2,
} as const

export type Currency = keyof typeof exponents

export const currencies = Object.keys(exponents) as Currency[]

/** True when `text` is a currency this house can hold. */
export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(exponents, text)
}

/** Number of decimal digits of the currency's minor unit: 2 for CNY, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: Currency): number {
  return exponents[currency]
}

/** Minor units as a decimal text of the currency's own length: (CNY, 1999n) → "19.99", (JPY, 5n) → "5". */
export function toDecimal(currency: Currency, minor: bigint): string {
  const digits = exponentOf(currency)
  const sign = minor < 0n ? '-' : ''
  const padded = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  if (digits === 0) return sign + padded
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/**
 * Reads a decimal text exactly: ("CNY", "19.9") → 1990n. Null when it is not a plain decimal or has more digits than the
 * currency's minor unit; nothing is ever rounded here.
 */
export function fromDecimal(currency: Currency, text: string): bigint | null {
  const found = /^(-?)(\d{1,18})(?:\.(\d{1,6}))?$/.exec(text)
  if (!found) return null
  const [, sign, whole = '0', fraction = ''] = found
  const digits = exponentOf(currency)
  const kept = fraction.slice(0, digits).padEnd(digits, '0')
  if (/[1-9]/.test(fraction.slice(digits))) return null
  const minor = BigInt(whole + kept)
  assert(minor >= 0n, 'a decimal without its sign is not negative')
  return sign === '-' ? -minor : minor
}
