import { type Bytes, concat, fromBase64, hex, same, sha256, utf8 } from './hash.ts'

// Signed notes and checkpoints as the C2SP papers write them, by the browser's own cryptography.

/** A checkpoint that was read: its text, what the text says, and the signature lines under it. */
export type Note = {
  text: string
  origin: string
  size: number
  root: Bytes
  signatures: { name: string; id: Bytes; bytes: Bytes }[]
}

/** Reads a signed note (C2SP signed-note) that is a checkpoint (C2SP tlog-checkpoint); null when it is not one. */
export function noteOf(signed: string): Note | null {
  const cut = signed.lastIndexOf('\n\n')
  if (cut < 0 || !signed.endsWith('\n') || [...signed].some((letter) => letter < ' ' && letter !== '\n')) return null
  const text = signed.slice(0, cut + 1)
  const [origin = '', size = '', rootText = '', ...more] = text.split('\n')
  const root = fromBase64(rootText)
  if (origin === '' || String(Number(size)) !== size || !Number.isSafeInteger(Number(size)) || Number(size) < 0)
    return null
  if (root?.length !== 32 || more.slice(0, -1).includes('')) return null
  const signatures: Note['signatures'] = []
  for (const line of signed.slice(cut + 2, -1).split('\n')) {
    const [dash, name = '', encoded = '', ...rest] = line.split(' ')
    const bytes = fromBase64(encoded)
    if (dash !== '\u2014' || name === '' || name.includes('+') || rest.length > 0 || !bytes || bytes.length < 5)
      return null
    signatures.push({ name, id: bytes.slice(0, 4), bytes: bytes.slice(4) })
  }
  return { text, origin, size: Number(size), root, signatures }
}

/** Whether the log of this vkey signed the note: Ed25519 over its text, under the id that the vkey itself hashes to. */
export async function isSigned(note: Note, vkey: string): Promise<boolean> {
  const [name = '', idText = '', ...rest] = vkey.split('+')
  const bytes = fromBase64(rest.join('+'))
  if (bytes?.length !== 33 || bytes[0] !== 1 || name !== note.origin) return false
  const id = (await sha256(concat(utf8(`${name}\n`), bytes))).slice(0, 4)
  if (hex(id) !== idText) return false
  const mine = note.signatures.filter((line) => line.name === name && same(line.id, id))
  const key = await crypto.subtle.importKey('raw', bytes.slice(1), 'Ed25519', false, ['verify'])
  const held = await Promise.all(mine.map((line) => crypto.subtle.verify('Ed25519', key, line.bytes, utf8(note.text))))
  return held.length > 0 && held.every(Boolean)
}

/** A public key in the short form that people compare: name and four bytes. */
export const keyWords = (vkey: string): string => vkey.split('+').slice(0, 2).join(' · ')
