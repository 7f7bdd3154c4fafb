import { isCurrency, toDecimal } from '../../src/base/currency.ts'
import type { Money, Ppm, Time } from '../api/values.ts'
import type { Language } from './language.ts'

/** ¥1,234.50, with the minus sign of typography. Exact: the digits never become a number. */
export function formatMoney({ currency, minor }: Money, language: Language): string {
  if (!isCurrency(currency)) return `${minor} ${currency}`
  const decimal = toDecimal(currency, BigInt(minor)) as `${number}`
  return moneyFormat(currency, language).format(decimal).replace('-', '−')
}

/** A share in per cent with the digits it has: 3800 ppm is 0.38%. */
export function formatPpm(ppm: Ppm): string {
  const text = String(Math.abs(ppm)).padStart(5, '0')
  const fraction = text.slice(-4).replace(/0+$/, '')
  return `${ppm < 0 ? '−' : ''}${text.slice(0, -4)}${fraction ? `.${fraction}` : ''}%`
}

/** A share rounded for a chart or a card: 98.7%. */
export const formatShare = (ppm: Ppm): string => `${(Math.round(ppm / 1_000) / 10).toFixed(1)}%`

export const formatCount = (count: number, language: Language): string => new Intl.NumberFormat(language).format(count)

export type MomentForm = 'time' | 'short' | 'day' | 'full'

const forms: Record<MomentForm, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  short: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  full: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  }, // prettier: one form
}

/** A moment in the reader's zone: 11-24 09:41, 2026-11-24 09:41:07 GMT+8. One order for both languages: year first. */
export function formatMoment(at: Time, form: MomentForm, zone: string): string {
  const parts = momentFormat(form, zone).formatToParts(new Date(at))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? ''
  const date = [part('year'), part('month'), part('day')].filter(Boolean).join('-')
  const time = [part('hour'), part('minute'), part('second')].filter(Boolean).join(':')
  return [date, time, part('timeZoneName')].filter(Boolean).join(' ')
}

/** 84 ms, 1.2 s, 3 min. */
export function formatMs(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return ms < 60_000 ? `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s` : `${Math.round(ms / 60_000)} min`
}

/** Minor units for a chart's axis, where a rounded number is enough. */
export function chartUnits(minor: string, currency: string): number {
  return isCurrency(currency) ? Number(toDecimal(currency, BigInt(minor))) : Number(minor)
}

const kept = new Map<string, Intl.NumberFormat>()
function moneyFormat(currency: string, language: Language): Intl.NumberFormat {
  const name = `${language} ${currency}`
  const found =
    kept.get(name) ?? new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  kept.set(name, found)
  return found
}

const keptMoments = new Map<string, Intl.DateTimeFormat>()
function momentFormat(form: MomentForm, zone: string): Intl.DateTimeFormat {
  const name = `${form} ${zone}`
  const found = keptMoments.get(name) ?? new Intl.DateTimeFormat('en-US', { ...forms[form], timeZone: zone })
  keptMoments.set(name, found)
  return found
}
