import { assert } from './assert.ts'

/** What can be written canonically: no floats, no undefined. */
export type Canonical = string | number | boolean | null | readonly Canonical[] | { readonly [key: string]: Canonical }

/**
 * Canonical JSON: RFC 8785 restricted to NFC strings and safe integers, so that one meaning has exactly one text. Throws on a
 * float, a lone surrogate, or anything that is not JSON. Keys sort by UTF-16 code unit, as RFC 8785 section 3.2.3 asks.
 */
export function canonical(value: Canonical): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), 'a canonical number is a safe integer')
    return String(value)
  }
  if (typeof value === 'string') return canonicalString(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  assert(typeof value === 'object', `a ${typeof value} has no canonical form`)
  // A Date, a Map or a Buffer would otherwise be written as an empty object.
  const made = Object.getPrototypeOf(value) as unknown
  assert(made === Object.prototype || made === null, 'a canonical object is a plain one')
  const members = Object.entries(value as { [key: string]: Canonical })
    .map(([key, member]) => [key.normalize('NFC'), member] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  assert(new Set(members.map(([key]) => key)).size === members.length, 'two keys are one after normalisation')
  return `{${members.map(([key, member]) => `${canonicalString(key)}:${canonical(member)}`).join(',')}}`
}

function canonicalString(text: string): string {
  assert(text.isWellFormed(), 'a canonical string has no lone surrogate')
  return JSON.stringify(text.normalize('NFC'))
}
