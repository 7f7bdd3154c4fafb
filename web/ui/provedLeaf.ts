import { type Json, written } from './exactJson.ts'
import { type Bytes, concat, fromHex, hex, sha256, utf8 } from './hash.ts'

export type ReceiptRecord = {
  id: string
  at: number
  actor: string
  org: string
  request: string | null
  act: string
  object: string
  before: string | null
  after: string | null
  facts: { [name: string]: Json }
  commitments: { [name: string]: string }
}

/** A record, its place, and the hashes that lead from it to the root of a signed checkpoint. */
export type Proved = { record: ReceiptRecord; index: number; size: number; proof: string[]; checkpoint: string }

/** A node of the way from the leaf to the root: where its sibling stands, and what both hash to. */
export type Rung = { side: 'left' | 'right'; sibling: string; node: string }

/** Leaf hash of a record (RFC 9162 section 2.1.1). */
export const leafOf = (record: ReceiptRecord): Promise<Bytes> =>
  sha256(concat(Uint8Array.of(0), utf8(written({ covenant: 'record/1', ...record }))))

/** RFC 9162 section 2.1.3.2, step by step as it is written there. */
export async function climb(
  leaf: Bytes,
  { index, size, proof }: Proved,
): Promise<{ root: Bytes | null; rungs: Rung[] }> {
  const rungs: Rung[] = []
  if (index >= size) return { root: null, rungs }
  let [place, last, node] = [BigInt(index), BigInt(size) - 1n, leaf]
  for (const text of proof) {
    if (last === 0n) return { root: null, rungs }
    const sibling = fromHex(text)
    const isRight = (place & 1n) === 1n || place === last
    node = await sha256(isRight ? concat(Uint8Array.of(1), sibling, node) : concat(Uint8Array.of(1), node, sibling))
    rungs.push({ side: isRight ? 'left' : 'right', sibling: text, node: hex(node) })
    while (isRight && (place & 1n) === 0n && place !== 0n) [place, last] = [place >> 1n, last >> 1n]
    ;[place, last] = [place >> 1n, last >> 1n]
  }
  return { root: last === 0n ? node : null, rungs }
}
