import { rootFromProof } from '../base/merkle.ts'
import type { RecordRow } from '../world/book.ts'
import { recordLeaf } from '../world/record.ts'
import { isSigned } from './noteSignature.ts'
import { type ReadNote, readNote, readVkey } from './readNote.ts'

/** The act of the record by which the log says that another key signs from here on. */
export const handOverAct = 'audit.hand_over_key'

/** What convinces somebody who trusts one key of the other: the record, its place, and the checkpoint both keys signed. */
export type HandOver = { record: RecordRow; index: number; size: number; proof: string[]; checkpoint: string }

export type HandedOver = { from: string; to: string; size: number; note: ReadNote }

/**
 * Judges one hand-over: the log itself says `from` and `to` in a leaf, and the checkpoint that covers the leaf is signed by both.
 * Null when anything of that does not hold. Whoever trusts one of the two keys may then trust the other for its part of the log.
 */
export function handedOver({ record, index, size, proof, checkpoint }: HandOver): HandedOver | null {
  const { from, to } = record.facts
  if (record.act !== handOverAct || typeof from !== 'string' || typeof to !== 'string' || from === to) return null
  const [old, next, note] = [readVkey(from), readVkey(to), readNote(checkpoint)]
  if (old?.type !== 'log' || next?.type !== 'log' || old.name !== next.name) return null
  if (note?.origin !== old.name || note.size !== size || !isSigned(note, old) || !isSigned(note, next)) return null
  const hashes = proof.map((hex) => Buffer.from(hex, 'hex'))
  return rootFromProof(recordLeaf(record), index, size, hashes)?.equals(note.root) ? { from, to, size, note } : null
}

/** Which checkpoints a key signs: sizes `from` to `until`, both included, because the one at a hand-over is signed by both. */
export type KeySpan = { key: string; from: number; until: number | null }

/** The keys of a chain of hand-overs, oldest first; null when a link is broken. No hand-over tells of no key. */
export function keySpans(chain: readonly HandOver[]): KeySpan[] | null {
  const links = chain.map(handedOver)
  const spans: KeySpan[] = []
  for (const link of links) {
    const last = spans.at(-1)
    if (!link || (last && (last.key !== link.from || link.size <= last.from))) return null
    if (last) last.until = link.size
    else spans.push({ key: link.from, from: 0, until: link.size })
    if (spans.some(({ key }) => key === link.to)) return null
    spans.push({ key: link.to, from: link.size, until: null })
  }
  return spans
}

/** Whether a chain lets this key sign this size; null when it says nothing of the key. */
export function maySign(spans: readonly KeySpan[], key: string, size: number): boolean | null {
  const span = spans.find((one) => one.key === key)
  return span ? size >= span.from && (span.until === null || size <= span.until) : null
}
