import { fromDecimal } from '../../../src/base/currency.ts'
import type { PaymentState, Product } from '../../api/contract-money.ts'

export type PaymentQuery = {
  q?: string
  state?: string[]
  wallet?: string
  merchant?: string
  product?: string
  least?: string
  most?: string
  from?: string
  until?: string
}
export type Filter = { query: PaymentQuery /** Words that look like a filter and are not one. */; wrong: string[] }

export const filterKeys = ['state', 'wallet', 'merchant', 'product', 'amount', 'from', 'until'] as const

const states: readonly PaymentState[] = [
  'created',
  'needs_action',
  'processing',
  'authorised',
  'captured',
  'partly_refunded',
  'refunded',
  'declined',
  'cancelled',
  'expired',
  'unknown',
] // prettier: one list
export const products: readonly Product[] = ['online', 'qr-merchant', 'qr-consumer', 'nfc', 'in-app']

/**
 * Reads the one filter box: `state:unknown wallet:alipay amount:>100 from:2026-11-01 tea`. Amounts are in yuan, days belong to
 * `zone` and `until` includes its day; quotes keep words together. What is no filter is searched for as text.
 */
export function readFilter(text: string, zone: string): Filter {
  const filter: Filter = { query: {}, wrong: [] }
  const words: string[] = []
  for (const word of text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []) {
    const found = /^([a-z]+):(.*)$/.exec(word)
    if (!found) words.push(bare(word))
    else if (!readOne(filter.query, found[1] ?? '', bare(found[2] ?? ''), zone)) filter.wrong.push(word)
  }
  if (words.length > 0) filter.query.q = words.join(' ')
  return filter
}

const bare = (word: string): string => word.replaceAll('"', '')

function readOne(query: PaymentQuery, key: string, value: string, zone: string): boolean {
  if (value === '') return false
  switch (key) {
    case 'state': {
      const asked = value.split(',')
      if (!asked.every((state) => (states as readonly string[]).includes(state))) return false
      query.state = [...(query.state ?? []), ...asked]
      return true
    }
    case 'wallet':
    case 'merchant':
      query[key] = value
      return true
    case 'product':
      query.product = value
      return (products as readonly string[]).includes(value)
    case 'amount':
      return readAmount(query, value)
    case 'from':
    case 'until':
      return readDay(query, key, value, zone)
    default:
      return false
  }
}

// `>100` `>=100` `<5.50` `<=5.50` `100..200` `19.99`; the API takes both ends inclusive, in minor units.
function readAmount(query: PaymentQuery, value: string): boolean {
  const range = /^([\d.]+)\.\.([\d.]+)$/.exec(value)
  if (range) return putAmount(query, 'least', range[1], 0n) && putAmount(query, 'most', range[2], 0n)
  const found = /^(>=|<=|>|<|)([\d.]+)$/.exec(value)
  if (!found) return false
  switch (found[1]) {
    case '>':
      return putAmount(query, 'least', found[2], 1n)
    case '>=':
      return putAmount(query, 'least', found[2], 0n)
    case '<':
      return putAmount(query, 'most', found[2], -1n)
    case '<=':
      return putAmount(query, 'most', found[2], 0n)
    default:
      return putAmount(query, 'least', found[2], 0n) && putAmount(query, 'most', found[2], 0n)
  }
}

function putAmount(query: PaymentQuery, end: 'least' | 'most', yuan: string | undefined, more: bigint): boolean {
  const minor = fromDecimal('CNY', yuan ?? '')
  if (minor === null) return false
  query[end] = String(minor + more)
  return true
}

function readDay(query: PaymentQuery, end: 'from' | 'until', value: string, zone: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const start = startOf(value, end === 'until' ? 1 : 0, zone)
  if (start === null) return false
  query[end] = start
  return true
}

/** The first moment of a day in a zone, `plus` days later, as RFC 3339; null when there is no such day. */
export function startOf(day: string, plus: number, zone: string): string | null {
  const utc = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 10) !== day) return null
  const wanted = utc + plus * 86_400_000
  // The offset may change within the day (summer time), so it is looked up where we land.
  const first = wanted - offsetMs(wanted, zone)
  return new Date(wanted - offsetMs(first, zone)).toISOString()
}

/** Today in a zone, `2026-11-24`. */
export function todayIn(zone: string, nowMs: number): string {
  return new Date(nowMs + offsetMs(nowMs, zone)).toISOString().slice(0, 10)
}

function offsetMs(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }) // prettier: one form
  const part = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]))
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  )
  return local - Math.floor(at / 1_000) * 1_000
}
