import { isConsistent } from '../base/merkleConsistency.ts'
import { readNote, readVkey } from './readNote.ts'
import { isSigned } from './verifyReceipt.ts'

/** What a witness remembers: the key it follows and the last checkpoint it believed, in full. */
export type Followed = { key: string; note: string }

/** Why a witness does not sign. */
export type Refusal = 'unreadable' | 'key' | 'signature' | 'roll-back' | 'fork'

export type Step =
  | { outcome: 'grown' | 'same'; followed: Followed; size: number; text: string }
  | { outcome: 'refused'; because: Refusal; zh: string; en: string }

/**
 * One look at a log by somebody outside: its newest checkpoint must be signed by the key we follow and contain, unchanged,
 * everything we believed before. `consistency` asks the log for the proof between two sizes. Nothing the log says is trusted.
 */
export async function followLog(
  before: Followed | null,
  key: string,
  note: string,
  consistency: (from: number, to: number) => Promise<readonly string[]>,
): Promise<Step> {
  const vkey = readVkey(key)
  if (vkey?.type !== 'log' || (before !== null && before.key !== key)) return refused('key')
  const now = readNote(note)
  if (!now) return refused('unreadable')
  if (now.origin !== vkey.name || !isSigned(now, vkey)) return refused('signature')
  const followed = { key, note: `${now.text}\n${ownLines(note, vkey.name)}` }
  const grown: Step = { outcome: 'grown', followed, size: now.size, text: now.text }
  if (before === null) return grown
  const known = readNote(before.note)
  if (!known || !isSigned(known, vkey)) return refused('unreadable')
  if (now.size < known.size) return refused('roll-back')
  if (now.size === known.size)
    return now.root.equals(known.root) ? { ...grown, outcome: 'same', followed: before } : refused('fork')
  const proof = (await consistency(known.size, now.size)).map(bytesOf)
  return proof.every((hash) => hash.length === 32) && isConsistent(known, now, proof) ? grown : refused('fork')
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
  key: ['日志换了公钥', 'the log has another key'],
  signature: ['检查点不是由我们跟随的密钥签署', 'the checkpoint is not signed by the key we follow'],
  'roll-back': ['日志变短了：历史被回滚', 'the log became shorter: its history was rolled back'],
  fork: ['日志分叉：与先前签署的历史不一致', 'the log forked: it is not consistent with what it signed before'],
}

const refused = (because: Refusal): Step => ({
  outcome: 'refused',
  because,
  zh: words[because][0],
  en: words[because][1],
})
