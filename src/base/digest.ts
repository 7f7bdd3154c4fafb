import { createHash } from 'node:crypto'

/** SHA-256 in lower-case hexadecimal, 64 characters. */
export type Digest = string & { readonly digest?: never }

/** SHA-256 of the parts laid end to end. */
export function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** SHA-256 of the parts laid end to end, in hexadecimal. */
export const digestOf = (...parts: (string | Uint8Array)[]): Digest => sha256(...parts).toString('hex')

export const isDigest = (text: string): text is Digest => /^[0-9a-f]{64}$/.test(text)
