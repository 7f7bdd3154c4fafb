import type { Random } from './random.ts'

/** An identifier that says what it names: Id<'pay'> is `pay_` and 26 characters, ordered by time. */
export type Id<Kind extends string> = `${Kind}_${string}`

// Crockford's base 32: no I, L, O, U, so that people can read ids to each other.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id: 48 bits of milliseconds, then 80 bits of chance (the layout of a ULID). */
export function newId<Kind extends string>(kind: Kind, at: number, random: Random): Id<Kind> {
  let bits = BigInt(at)
  for (const byte of random.bytes(10)) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let place = 0; place < 26; place++) {
    text = alphabet[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return `${kind}_${text}`
}

/** True when `text` is an id of this kind; used when parsing at the door. */
export function isId<Kind extends string>(kind: Kind, text: string): text is Id<Kind> {
  return text.startsWith(`${kind}_`) && /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(kind.length + 1))
}

/** A UUID version 7 (RFC 9562 section 5.7): time first, so that ledger rows land side by side on disk. */
export function newUuid(at: number, random: Random): string {
  const bytes = Buffer.concat([Buffer.alloc(6), random.bytes(10)])
  bytes.writeUIntBE(at, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
