import { sha256 } from '../base/digest.ts'

/** A verifier key as C2SP signed-note writes it. */
export type Vkey = { name: string; type: 'log' | 'witness'; publicKey: Buffer }

export type ReadNote = {
  /** The signed text, with its last newline. */
  text: string
  origin: string
  size: number
  root: Buffer
  signatures: { name: string; keyId: Buffer; signature: Buffer }[]
}

const typeBytes = { log: 1, witness: 4 } as const
const signaturesMax = 100

/** Reads `name+hash+base64(type ‖ key)`; null unless it is written exactly so and its hash is that of the key. */
export function readVkey(text: string): Vkey | null {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text)
  const [, name = '', id = '', encoded = ''] = found ?? []
  const bytes = fromBase64(encoded)
  if (!found || bytes?.length !== 33) return null
  const type = bytes[0] === typeBytes.log ? 'log' : bytes[0] === typeBytes.witness ? 'witness' : null
  if (type === null) return null
  const vkey: Vkey = { name, type, publicKey: bytes.subarray(1) }
  return keyIdOf(vkey).toString('hex') === id ? vkey : null
}

/** First four bytes of SHA-256(name ‖ newline ‖ type ‖ key). */
export const keyIdOf = ({ name, type, publicKey }: Vkey): Buffer =>
  sha256(`${name}\n`, Uint8Array.of(typeBytes[type]), publicKey).subarray(0, 4)

/**
 * Reads a checkpoint: origin, size, root, then signature lines (C2SP signed-note and tlog-checkpoint). Null unless every line
 * is written in the one way it can be; no signature is verified here.
 */
export function readNote(note: string): ReadNote | null {
  const cut = note.lastIndexOf('\n\n')
  // A note has no control character but the newline.
  const hasControl = [...note].some((letter) => letter < ' ' && letter !== '\n')
  if (cut < 0 || !note.endsWith('\n') || hasControl) return null
  const text = note.slice(0, cut + 1)
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  const rootBytes = fromBase64(root)
  const isSize = /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size))
  if (origin === '' || !isSize || rootBytes?.length !== 32 || rest.slice(0, -1).includes('')) return null
  const lines = note.slice(cut + 2, -1).split('\n')
  const signatures = lines.map(readLine)
  if (lines.length > signaturesMax || signatures.includes(null)) return null
  return {
    text,
    origin,
    size: Number(size),
    root: rootBytes,
    signatures: signatures.filter((line) => line !== null),
  }
}

function readLine(line: string): ReadNote['signatures'][number] | null {
  const found = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
  const bytes = fromBase64(found?.[2] ?? '')
  if (!found || !bytes || bytes.length < 5) return null
  return { name: found[1] ?? '', keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

// Strict: padding and the unused last bits have one form only.
function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
