import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafHash, merkleRoot } from '../../src/base/merkle.ts'
import { hasGrown } from './growth.ts'

const leaves = Array.from({ length: 70 }, (_, at) => leafHash(`leaf ${at}`))
const headOf = (size: number) => ({ size, root: merkleRoot(leaves.slice(0, size)).toString('hex') })

const cutOf = (size: number): number => 2 ** Math.floor(Math.log2(size - 1))

// RFC 9162 section 2.1.4.1, straight from its definition.
function consistency(from: number, list: readonly Buffer[], isWhole: boolean): Buffer[] {
  const size = list.length
  if (from === size) return isWhole ? [] : [merkleRoot(list)]
  const cut = cutOf(size)
  return from <= cut
    ? [...consistency(from, list.slice(0, cut), isWhole), merkleRoot(list.slice(cut))]
    : [...consistency(from - cut, list.slice(cut), false), merkleRoot(list.slice(0, cut))]
}
const proofOf = (from: number, to: number): string[] =>
  consistency(from, leaves.slice(0, to), true).map((hash) => hash.toString('hex'))

test('a tree that only grew is believed, for every pair of sizes', async () => {
  for (let to = 1; to <= 33; to++)
    for (let from = 1; from <= to; from++)
      expect(await hasGrown(headOf(from), headOf(to), proofOf(from, to)), `${from} → ${to}`).toBe(true)
})

test('a fork, a roll-back or a bent proof is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), fc.nat(), async (a, b, at) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const proof = proofOf(from, to)
      const other = 'ab'.repeat(32)
      expect(await hasGrown({ size: from, root: other }, headOf(to), proof)).toBe(false)
      expect(await hasGrown(headOf(from), { size: to, root: other }, proof)).toBe(false)
      if (from < to) expect(await hasGrown(headOf(to), headOf(from), proof)).toBe(false)
      expect(await hasGrown(headOf(from), headOf(to), [...proof, other])).toBe(false)
      if (proof.length === 0) return
      const bent = proof.map((hash, place) => (place === at % proof.length ? other : hash))
      expect(await hasGrown(headOf(from), headOf(to), bent)).toBe(false)
      expect(await hasGrown(headOf(from), headOf(to), proof.slice(1))).toBe(false)
    }),
  )
})
