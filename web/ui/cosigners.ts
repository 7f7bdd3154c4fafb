import { type Bytes, concat, fromBase64, hex, same, sha256, utf8 } from './hash.ts'
import { noteOf } from './note.ts'

// Which witnesses really cosigned a checkpoint (C2SP tlog-cosignature, timestamped Ed25519), by the browser's own cryptography.

/** From whom a witness's key came: the institution that is to be watched says it, or the reader has it from elsewhere. */
export type KeyOrigin = 'reader' | 'institution'
export type WitnessKey = { key: string; from: KeyOrigin }

/** One witness of a checkpoint: `held` its signature holds, `broken` it does not, `absent` none is there, `unknown` nobody told its key. */
export type Cosigner = {
  name: string
  key: string | null
  from: KeyOrigin | null
  state: 'held' | 'broken' | 'absent' | 'unknown'
  /** When it signed, by its own clock. */
  at: string | null
}

type Note = NonNullable<ReturnType<typeof noteOf>>
type Vkey = { name: string; id: Bytes; publicKey: Bytes }

/** The key of a witness (vkey of type 0x04); null unless it is written in its one form and its hash is that of the key. */
export async function witnessKeyOf(text: string): Promise<Vkey | null> {
  const [name = '', idText = '', ...rest] = text.split('+')
  const bytes = fromBase64(rest.join('+'))
  if (bytes?.length !== 33 || bytes[0] !== 4 || !/^\S+$/.test(name)) return null
  const id = (await sha256(concat(utf8(`${name}\n`), bytes))).slice(0, 4)
  return hex(id) === idText ? { name, id, publicKey: bytes.slice(1) } : null
}

/**
 * Every witness of a checkpoint: first those whose key is known, then the lines nobody here has a key for. A key the reader brought
 * outweighs the same key told by the institution.
 */
export async function cosignersOf(checkpoint: string, keys: readonly WitnessKey[]): Promise<Cosigner[]> {
  const note = noteOf(checkpoint)
  if (!note) return []
  const known = new Map<string, KeyOrigin>()
  for (const { key, from } of keys) if (from === 'reader' || !known.has(key)) known.set(key, from)
  const judged: Cosigner[] = []
  const named = new Set<string>()
  for (const [key, from] of known) {
    const vkey = await witnessKeyOf(key)
    if (!vkey) continue
    named.add(`${vkey.name} ${hex(vkey.id)}`)
    judged.push({ name: vkey.name, key, from, ...(await stateOf(note, vkey)) })
  }
  const unknown = note.signatures
    .filter(({ name, id }) => name !== note.origin && !named.has(`${name} ${hex(id)}`))
    .map(({ name }): Cosigner => ({ name, key: null, from: null, state: 'unknown', at: null }))
  return [...judged, ...unknown]
}

async function stateOf(note: Note, vkey: Vkey): Promise<Pick<Cosigner, 'state' | 'at'>> {
  const [line, ...more] = note.signatures.filter(({ name, id }) => name === vkey.name && same(id, vkey.id))
  if (!line) return { state: 'absent', at: null }
  if (line.bytes.length !== 72 || more.length > 0) return { state: 'broken', at: null }
  const second = Number(new DataView(line.bytes.buffer, line.bytes.byteOffset).getBigUint64(0))
  if (second >= 253_402_300_800) return { state: 'broken', at: null }
  const said = utf8(`cosignature/v1\ntime ${second}\n${note.text}`)
  const holds = await holdsBy(vkey.publicKey, line.bytes.slice(8), said)
  return { state: holds ? 'held' : 'broken', at: holds ? new Date(second * 1_000).toISOString() : null }
}

async function holdsBy(publicKey: Bytes, signature: Bytes, said: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, signature, said)
  } catch {
    return false // bytes that are no point of the curve sign nothing
  }
}
