import { assert } from './assert.ts'

/** One DER value as read: its tag byte, its content, and the whole of its bytes. */
export type DerValue = { tag: number; content: Buffer; whole: Buffer }

// Universal tags of X.690 (DER); a constructed form sets bit 6.
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const // prettier: one table, read as one

/** Any value: tag byte, shortest length, content. */
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body])
}

export const sequence = (...members: Uint8Array[]): Buffer => der(derTag.sequence, ...members)
export const octets = (bytes: Uint8Array): Buffer => der(derTag.octetString, bytes)
export const utf8 = (text: string): Buffer => der(derTag.utf8String, Buffer.from(text, 'utf8'))
export const nothing = (): Buffer => der(derTag.null)
export const yes = (): Buffer => der(derTag.boolean, Buffer.of(0xff))
/** Context tag [n] around members (constructed). */
export const tagged = (n: number, ...members: Uint8Array[]): Buffer => der(0xa0 + n, ...members)
/** Context tag [n] in place of a primitive's own tag. */
export const taggedPrimitive = (n: number, content: Uint8Array): Buffer => der(0x80 + n, content)

/** SET OF with its members sorted by their bytes, as DER asks (X.690 section 11.6). */
export function setOf(...members: Uint8Array[]): Buffer {
  return der(derTag.set, ...sorted(members))
}

/** Members in the order DER gives a SET OF. */
export const sorted = (members: readonly Uint8Array[]): Uint8Array[] =>
  [...members].sort((a, b) => Buffer.compare(a, b))

/** A non-negative integer from big-endian bytes or a small number. */
export function integer(value: number | Uint8Array): Buffer {
  let bytes = typeof value === 'number' ? numberBytes(value) : Buffer.from(value)
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1)
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) bytes = Buffer.concat([Buffer.of(0), bytes])
  return der(derTag.integer, bytes)
}

/** Bits that fill whole bytes. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => der(derTag.bitString, Buffer.of(unused), bytes)

/** "1.2.840.113549" as an object identifier. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap(base128)
  return der(derTag.objectIdentifier, Buffer.from(bytes))
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5). */
export function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  const year = Number(digits.slice(0, 4))
  if (year >= 1950 && year < 2050) return der(derTag.utcTime, Buffer.from(`${digits.slice(2)}Z`))
  return der(derTag.generalizedTime, Buffer.from(`${digits}Z`))
}

/** Reads the one value that fills `bytes`; null when it is not exactly one value in shortest form. */
export function readDer(bytes: Uint8Array): DerValue | null {
  const [value, ...more] = readMembers(bytes) ?? []
  return value && more.length === 0 ? value : null
}

/** Reads values laid end to end; null when something is left over or a length is not in its shortest form. */
export function readMembers(bytes: Uint8Array): DerValue[] | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: DerValue[] = []
  let at = 0
  while (at < source.length) {
    const size = sizeAt(source, at)
    if (!size || at + size.head + size.length > source.length) return null
    const until = at + size.head + size.length
    values.push({
      tag: source[at] ?? 0,
      content: source.subarray(at + size.head, until),
      whole: source.subarray(at, until),
    })
    at = until
  }
  return values
}

/** How many bytes the DER value at the start of `bytes` takes; null when its head is not well formed. */
export function derLength(bytes: Uint8Array): number | null {
  const size = sizeAt(Buffer.from(bytes), 0)
  return size ? size.head + size.length : null
}

function sizeAt(source: Buffer, at: number): { head: number; length: number } | null {
  const first = source[at + 1]
  if (first === undefined) return null
  if (first < 0x80) return { head: 2, length: first }
  const count = first & 0x7f
  if (count === 0 || count > 4 || at + 2 + count > source.length) return null
  const length = source.readUIntBE(at + 2, count)
  const shortest = length >= 0x80 && (count === 1 || length >= 2 ** (8 * (count - 1)))
  return shortest ? { head: 2 + count, length } : null
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  const bytes = numberBytes(length)
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes])
}

function numberBytes(value: number): Buffer {
  assert(Number.isSafeInteger(value) && value >= 0, 'a DER number is a non-negative integer')
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
