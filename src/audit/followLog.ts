import { isConsistent } from '../base/merkleConsistency.ts'
import { type HandOver, handedOver } from './handOver.ts'
import { isSigned } from './noteSignature.ts'
import { type ReadNote, readNote, readVkey } from './readNote.ts'

/** What a witness remembers: the key it follows, those before it, and the last checkpoint it believed, in full. */
export type Followed = { key: string; before?: string[]; note: string }

/** Why a witness does not sign. */
export type Refusal = 'unreadable' | 'key' | 'signature' | 'roll-back' | 'fork'

export type Step =
  | { outcome: 'grown' | 'same'; followed: Followed; size: number; text: string }
  | { outcome: 'refused'; because: Refusal; zh: string; en: string }

/** What the log is asked for: the proof between two sizes, and how its key was handed over. Nothing it says is trusted. */
export type Asked = {
  consistency(from: number, to: number): Promise<readonly string[]>
  handOvers(): Promise<readonly HandOver[]>
}

type Place = { key: string; passed: string[]; known: ReadNote | null }

/**
 * One look at a log by somebody outside: its newest checkpoint must contain, unchanged, everything we believed before, and be signed
 * by the key we follow, or by one that it was handed over to, step by step, by checkpoints both keys signed.
 */
export async function followLog(before: Followed | null, key: string, note: string, asked: Asked): Promise<Step> {
  const isKnown = before === null || before.key === key || before.before?.includes(key)
  const start = before ? { key: before.key, passed: before.before ?? [] } : { key, passed: [] }
  if (readVkey(start.key)?.type !== 'log' || !isKnown) return refused('key')
  const now = readNote(note)
  if (!now) return refused('unreadable')
  const known = before && readNote(before.note)
  if (before && (!known || !isSignedBy(known, start.key))) return refused('unreadable')
  const place = await handOn({ ...start, known }, now, asked)
  if ('outcome' in place) return place
  const name = readVkey(place.key)?.name ?? ''
  const passed = place.passed.length > 0 ? { before: place.passed } : {}
  const followed = { key: place.key, ...passed, note: `${now.text}\n${ownLines(note, name)}` }
  const grown: Step = { outcome: 'grown', followed, size: now.size, text: now.text }
  const wrong = await wrongWith(place.known, now, asked)
  if (wrong) return wrong
  return before && place.known?.size === now.size && place.key === before.key
    ? { ...grown, outcome: 'same', followed: before }
    : grown
}

// From hand-over to hand-over until we stand at the key that signed: each one is believed like a checkpoint of its own.
async function handOn(start: Place, now: ReadNote, asked: Asked): Promise<Place | Step> {
  let place = start
  if (isSignedBy(now, place.key)) return place
  const links = (await asked.handOvers()).map(handedOver)
  while (!isSignedBy(now, place.key)) {
    const link = links.find((one) => one?.from === place.key)
    if (!link || place.passed.includes(link.to)) return refused('signature')
    const wrong = await wrongWith(place.known, link.note, asked)
    if (wrong) return wrong
    place = { key: link.to, passed: [...place.passed, place.key], known: link.note }
  }
  return place
}

async function wrongWith(known: ReadNote | null, now: ReadNote, { consistency }: Asked): Promise<Step | null> {
  if (known === null) return null
  if (now.size < known.size) return refused('roll-back')
  if (now.size === known.size) return now.root.equals(known.root) ? null : refused('fork')
  const proof = (await consistency(known.size, now.size)).map(bytesOf)
  return proof.every((hash) => hash.length === 32) && isConsistent(known, now, proof) ? null : refused('fork')
}

function isSignedBy(note: ReadNote, key: string): boolean {
  const vkey = readVkey(key)
  return vkey?.type === 'log' && note.origin === vkey.name && isSigned(note, vkey)
}

const bytesOf = (hex: string): Buffer => (/^[0-9a-f]{64}$/.test(hex) ? Buffer.from(hex, 'hex') : Buffer.alloc(0))

// What other witnesses signed is not ours to keep.
const ownLines = (note: string, name: string): string =>
  note
    .slice(note.lastIndexOf('\n\n') + 2)
    .split('\n')
    .filter((line) => line.startsWith(`\u2014 ${name} `))
    .map((line) => `${line}\n`)
    .join('')

const words: Record<Refusal, readonly [zh: string, en: string]> = {
  unreadable: ['检查点无法读取', 'the checkpoint cannot be read'],
  key: ['这不是我们跟随的日志的公钥', 'this is not the key of the log we follow'],
  signature: [
    '检查点不是由我们跟随的密钥签署，也没有交接给签署它的密钥',
    'the checkpoint is not signed by the key we follow, nor by one it was handed over to',
  ],
  'roll-back': ['日志变短了：历史被回滚', 'the log became shorter: its history was rolled back'],
  fork: ['日志分叉：与先前签署的历史不一致', 'the log forked: it is not consistent with what it signed before'],
}

const refused = (because: Refusal): Step => ({
  outcome: 'refused',
  because,
  zh: words[because][0],
  en: words[because][1],
})
