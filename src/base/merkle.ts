import { assert } from './assert.ts'
import { sha256 } from './digest.ts'

// Leaf and node prefixes of RFC 6962 section 2.1 (kept by RFC 9162): a leaf can never be taken for a node.
const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** Hash of one leaf's bytes. */
export const leafHash = (data: string | Uint8Array): Buffer => sha256(leafPrefix, data)
/** Hash of two nodes. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(nodePrefix, left, right)

/** Root over leaf hashes, in order (RFC 9162 section 2.1.1). */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256('')
  if (leaves.length === 1) return Buffer.from(leaves[0] as Uint8Array)
  const cut = splitOf(leaves.length)
  return nodeHash(merkleRoot(leaves.slice(0, cut)), merkleRoot(leaves.slice(cut)))
}

/** The sibling hashes that prove leaf `at` under the root, nearest first (RFC 9162 section 2.1.3.1). */
export function merkleProof(leaves: readonly Uint8Array[], at: number): Buffer[] {
  assert(at >= 0 && at < leaves.length, 'the proved leaf is in the tree')
  if (leaves.length === 1) return []
  const cut = splitOf(leaves.length)
  return at < cut
    ? [...merkleProof(leaves.slice(0, cut), at), merkleRoot(leaves.slice(cut))]
    : [...merkleProof(leaves.slice(cut), at - cut), merkleRoot(leaves.slice(0, cut))]
}

/** The root that a leaf hash, its place, the size of the tree and a proof lead to; null when the proof has a wrong length. */
export function rootFromProof(leaf: Uint8Array, at: number, size: number, proof: readonly Uint8Array[]): Buffer | null {
  if (at < 0 || at >= size) return null
  if (size === 1) return proof.length === 0 ? Buffer.from(leaf) : null
  const sibling = proof.at(-1)
  if (!sibling) return null
  const rest = proof.slice(0, -1)
  const cut = splitOf(size)
  const inner = at < cut ? rootFromProof(leaf, at, cut, rest) : rootFromProof(leaf, at - cut, size - cut, rest)
  if (!inner) return null
  return at < cut ? nodeHash(inner, sibling) : nodeHash(sibling, inner)
}

/** The largest power of two smaller than the number of leaves: where a tree of that size splits. */
export function splitOf(size: number): number {
  let cut = 1
  while (cut * 2 < size) cut *= 2
  return cut
}
