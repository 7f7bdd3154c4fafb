import type { Inside, World } from '../world/world.ts'
import type { HandOver, KeySpan } from './handOver.ts'
import { readLogKey, type Signer, signerOfKey, vkeyText } from './logKey.ts'
import { proveInclusion } from './logProof.ts'
import { recordOf } from './recordOf.ts'
import { checkpointOfSize } from './store.ts'
import { firstSignedAt, type HandOverRow, readHandOvers } from './storeHandOver.ts'

/** The keys of the log by the sizes they sign, as the rows tell; `waiting` is a hand-over whose record has no number yet. */
export type LogKeys = { spans: KeySpan[]; done: Done[]; waiting: HandOverRow | null }
type Done = HandOverRow & { size: number; signedAt: number }

/** Every key of the log, oldest first. */
export async function logKeys(w: World | Inside): Promise<LogKeys> {
  const rows = await readHandOvers(w)
  const done = rows.filter((row): row is Done => row.size !== null && row.signedAt !== null)
  const waiting = rows.find(({ size }) => size === null) ?? null
  const first = rows[0]?.from ?? vkeyText(readLogKey(w).vkey)
  const spans = [first, ...done.map(({ to }) => to)].map((key, at) => ({
    key,
    from: done[at - 1]?.size ?? 0,
    until: done[at]?.size ?? null,
  }))
  return { spans, done, waiting }
}

/** The verifier key that signs now. */
export const keyNow = ({ spans }: LogKeys): string => spans.at(-1)?.key ?? ''

/** The newest key that signed the checkpoint of this size. */
export const keyAt = ({ spans }: LogKeys, size: number): string =>
  spans.findLast(({ from, until }) => size >= from && (until === null || size <= until))?.key ?? ''

/** What the next checkpoint is signed with, and with what besides when it covers `next.record`. Fault audit.log_key_missing. */
export async function signersNow(
  w: World | Inside,
): Promise<{ signer: Signer; next: { signer: Signer; record: string } | null }> {
  const keys = await logKeys(w)
  const { done, waiting } = keys
  const n = done.length + 1
  const signer = signerOfKey(w, n, keyNow(keys))
  return { signer, next: waiting && { signer: signerOfKey(w, n + 1, waiting.to), record: waiting.record } }
}

/** The chain of hand-overs that leads from the first key to today's, each provable by itself. */
export async function handOverChain(w: World): Promise<HandOver[]> {
  const { done } = await logKeys(w)
  return await Promise.all(done.map((row) => handOverOf(w, row)))
}

/** One hand-over with its proof, as it stands in the log. */
export async function handOverOf(w: World, { record, size }: { record: string; size: number }): Promise<HandOver> {
  const { index, proof } = await proveInclusion(w, record, size)
  const checkpoint = await checkpointOfSize(w, size)
  return { record: await recordOf(w, record), index, size, proof, checkpoint: checkpoint?.note ?? '' }
}

/** How the key stands: which, the how many-th, since when, and whether it is being handed over. */
export async function logKeyState(w: World) {
  const keys = await logKeys(w)
  const since = keys.done.at(-1)?.signedAt ?? (await firstSignedAt(w))
  return { key: keyNow(keys), number: keys.spans.length, since, waits: keys.waiting !== null }
}
