import { nodeHash } from './merkle.ts'

type Tree = { size: number; root: Uint8Array }

/**
 * Whether a proof shows that the smaller tree is the beginning of the larger: nothing was changed or taken out, only added
 * (RFC 9162 section 2.1.4.2). Every tree begins with the empty one; equal sizes need equal roots and no proof.
 */
export function isConsistent(before: Tree, after: Tree, proof: readonly Uint8Array[]): boolean {
  if (before.size > after.size || before.size < 0) return false
  if (before.size === after.size) return proof.length === 0 && same(before.root, after.root)
  if (before.size === 0) return proof.length === 0
  // A perfect old tree is itself the first node; the proof leaves out what the verifier knows.
  const path = isPowerOfTwo(before.size) ? [before.root, ...proof] : proof
  const [first, ...rest] = path
  if (!first) return false
  let [node, last] = [before.size - 1, after.size - 1]
  const climb = (): void => {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  while (node % 2 === 1) climb()
  let [rootBefore, rootAfter] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      rootBefore = nodeHash(sibling, rootBefore)
      rootAfter = nodeHash(sibling, rootAfter)
      while (node % 2 === 0 && node !== 0) climb()
    } else rootAfter = nodeHash(rootAfter, sibling)
    climb()
  }
  return last === 0 && same(rootBefore, before.root) && same(rootAfter, after.root)
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const isPowerOfTwo = (size: number): boolean => Number.isInteger(Math.log2(size))
