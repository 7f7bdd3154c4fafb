// Bytes and SHA-256 of the browser itself.

export type Bytes = Uint8Array<ArrayBuffer>

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Bytes of a text of hexadecimal digits that was checked to be one. */
export const fromHex = (text: string): Bytes =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Bytes of a base64 text; null unless it is written in its one form. */
export function fromBase64(text: string): Bytes | null {
  try {
    const raw = atob(text)
    return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : null
  } catch {
    return null
  }
}

export const same = (one: Uint8Array, other: Uint8Array): boolean => hex(one) === hex(other)
