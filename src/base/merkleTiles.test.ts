import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafHash, merkleProof, merkleRoot, rootFromProof } from './merkle.ts'
import { isConsistent } from './merkleConsistency.ts'
import {
  appendLeaves,
  consistencyRanges,
  edgeOf,
  hashInTile,
  inclusionRanges,
  type LeafRange,
  placesOf,
  rangeRoot,
  rootOfTiles,
  type TileSet,
  tileSet,
  tileWidth,
} from './merkleTiles.ts'

// ── the definitions of RFC 9162, word for word, on lists of hashes ───────────────────────────────────────────────────

const splitAt = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1)

/** SUBPROOF over leaves [from, until), with every root computed once. */
function subproofs(leaves: readonly Buffer[]): (m: number, until: number) => Buffer[] {
  const known = new Map<number, Buffer>()
  const root = (from: number, until: number): Buffer => {
    const key = from * 4_096 + until
    const found = known.get(key) ?? merkleRoot(leaves.slice(from, until))
    known.set(key, found)
    return found
  }
  const subproof = (m: number, from: number, until: number, whole: boolean): Buffer[] => {
    if (m === until - from) return whole ? [] : [root(from, until)]
    const k = splitAt(until - from)
    return m <= k
      ? [...subproof(m, from, from + k, whole), root(from + k, until)]
      : [...subproof(m - k, from + k, until, false), root(from, from + k)]
  }
  return (m, until) => subproof(m, 0, until, true)
}

// ── a verifier of another make: it rebuilds both roots from above, by names of ranges, and shares no code with ours ──

const sha = (...parts: Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const join = (left: string, right: string): string =>
  sha(Uint8Array.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex'))

type Sides = { before: string; after: string }
/** Both roots as the proof tells them; `known` is the old root where the old tree is a whole subtree. */
function foretold(m: number, n: number, known: string | null, proof: string[]): Sides | null {
  if (m === n) {
    const root = known ?? proof.pop()
    return root === undefined ? null : { before: root, after: root }
  }
  const k = splitAt(n)
  const sibling = proof.pop()
  if (sibling === undefined) return null
  if (m <= k) {
    const left = foretold(m, k, known, proof)
    return left && { before: left.before, after: join(left.after, sibling) }
  }
  const right = foretold(m - k, n - k, null, proof)
  return right && { before: join(sibling, right.before), after: join(sibling, right.after) }
}
function otherVerifier(m: number, n: number, before: string, after: string, proof: string[]): boolean {
  const left = [...proof]
  const sides = foretold(m, n, before, left)
  return sides !== null && left.length === 0 && sides.before === before && sides.after === after
}
function otherInclusion(leaf: string, at: number, size: number, proof: string[]): string | null {
  if (size === 1) return proof.length === 0 ? leaf : null
  const k = splitAt(size)
  const [rest, sibling] = [proof.slice(0, -1), proof.at(-1)]
  if (sibling === undefined) return null
  const inner = at < k ? otherInclusion(leaf, at, k, rest) : otherInclusion(leaf, at - k, size - k, rest)
  return inner === null ? null : at < k ? join(inner, sibling) : join(sibling, inner)
}

// ── trees in tiles ───────────────────────────────────────────────────────────────────────────────────────────────────

const hashes = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, at) => createHash('sha256').update(`leaf ${at}`).digest())

function grow(leaves: readonly Buffer[], steps: readonly number[]): TileSet {
  const tiles = tileSet([])
  let size = 0
  for (const step of steps) {
    const more = leaves.slice(size, size + step)
    for (const tile of appendLeaves(tiles, size, more)) tiles.add(tile)
    size += more.length
  }
  return tiles
}

const inHex = (list: readonly Buffer[]): string[] => list.map((hash) => hash.toString('hex'))
const fromTiles = (tiles: TileSet, ranges: readonly LeafRange[]): Buffer[] =>
  ranges.map((range) => rangeRoot(tiles, range))

test('roots and inclusion proofs of every size up to 512 are those of the definition', () => {
  const leaves = hashes(512)
  const tiles = grow(leaves, [512])
  for (let size = 1; size <= 512; size++) {
    const own = leaves.slice(0, size)
    const root = merkleRoot(own)
    expect(rootOfTiles(tiles, size)).toEqual(root)
    for (const at of new Set([0, size >> 1, size - 1, (size * 7) % size, (size * 13 + 5) % size])) {
      const proof = fromTiles(tiles, inclusionRanges(at, size))
      expect(inHex(proof)).toEqual(inHex(merkleProof(own, at)))
      expect(rootFromProof(own[at] as Buffer, at, size, proof)).toEqual(root)
      expect(otherInclusion((own[at] as Buffer).toString('hex'), at, size, inHex(proof))).toBe(root.toString('hex'))
    }
  }
})

test('every consistency proof up to 512 is that of the definition and convinces two verifiers', () => {
  const leaves = hashes(512)
  const tiles = grow(leaves, [512])
  const roots = Array.from({ length: 513 }, (_, size) => rootOfTiles(tiles, size))
  const defined = subproofs(leaves)
  for (let after = 1; after <= 512; after++) {
    const stride = after <= 96 ? 1 : 41
    for (let before = 1 + (after % stride); before <= after; before += stride) {
      const proof = fromTiles(tiles, consistencyRanges(before, after))
      expect(inHex(proof)).toEqual(inHex(defined(before, after)))
      const [old, now] = [roots[before] as Buffer, roots[after] as Buffer]
      expect(isConsistent({ size: before, root: old }, { size: after, root: now }, proof)).toBe(true)
      expect(otherVerifier(before, after, old.toString('hex'), now.toString('hex'), inHex(proof))).toBe(true)
    }
  }
})

test('roots and proofs of random sizes up to 2^20 hold for verifiers of another make', () => {
  const most = 2 ** 20
  const leaves = Array.from({ length: most }, (_, at) => {
    const leaf = Buffer.alloc(32)
    leaf.writeUInt32BE(at)
    return leaf
  })
  const tiles = grow(
    leaves,
    Array.from({ length: 17 }, () => 65_000),
  )
  const size = fc.integer({ min: 1, max: most })
  fc.assert(
    fc.property(size, size, fc.nat(), (one, other, seed) => {
      const [before, after] = [Math.min(one, other), Math.max(one, other)]
      const [old, now] = [rootOfTiles(tiles, before), rootOfTiles(tiles, after)]
      const proof = fromTiles(tiles, consistencyRanges(before, after))
      expect(isConsistent({ size: before, root: old }, { size: after, root: now }, proof)).toBe(true)
      expect(otherVerifier(before, after, old.toString('hex'), now.toString('hex'), inHex(proof))).toBe(true)
      const at = seed % after
      const path = inHex(fromTiles(tiles, inclusionRanges(at, after)))
      expect(otherInclusion((leaves[at] as Buffer).toString('hex'), at, after, path)).toBe(now.toString('hex'))
    }),
    { numRuns: 60 },
  )
})

test('the tiles do not depend on how the leaves arrived, and every tile is what C2SP says', () => {
  const leaves = hashes(70_000)
  const whole = grow(leaves, [70_000])
  const pieces = grow(
    leaves,
    Array.from({ length: 500 }, (_, at) => (at % 3 === 0 ? 1 : at % 3 === 1 ? 255 : 1_024)),
  )
  // The example of C2SP tlog-tiles: 273 full tiles and one of 112; one full and one of 17; one of width 1.
  const widths: [number, number, number][] = [
    [0, 272, 256],
    [0, 273, 112],
    [1, 0, 256],
    [1, 1, 17],
    [2, 0, 1],
  ]
  for (const [level, index, width] of widths) {
    expect(whole.get({ level, index })?.length).toBe(width * 32)
    expect(pieces.get({ level, index })).toEqual(whole.get({ level, index }))
  }
  expect(edgeOf(70_000)).toEqual([
    { level: 0, index: 273 },
    { level: 1, index: 1 },
    { level: 2, index: 0 },
  ])
  expect(hashInTile(whole.get({ level: 1, index: 0 }) as Buffer, 3)).toEqual(
    merkleRoot(leaves.slice(3 * tileWidth, 4 * tileWidth)),
  )
})

test('a proof reads few tiles however large the tree is', () => {
  const size = 2 ** 40 + 12_345
  expect(placesOf(inclusionRanges(7_000_000_000, size)).length).toBeLessThanOrEqual(12)
  expect(placesOf(consistencyRanges(7_000_000_001, size)).length).toBeLessThanOrEqual(12)
})

test('a changed, shortened, lengthened or exchanged consistency proof convinces nobody', () => {
  const leaves = hashes(300)
  const tiles = grow(leaves, [300])
  const sizes = fc.integer({ min: 1, max: 300 })
  fc.assert(
    fc.property(sizes, sizes, fc.nat(), (one, other, seed) => {
      fc.pre(one !== other)
      const [before, after] = [Math.min(one, other), Math.max(one, other)]
      const [old, now] = [rootOfTiles(tiles, before), rootOfTiles(tiles, after)]
      const proof = fromTiles(tiles, consistencyRanges(before, after))
      const tree = (size: number, root: Buffer) => ({ size, root })
      const flipped = proof.map((hash, at) => {
        const copy = Buffer.from(hash)
        if (at === seed % proof.length) copy[seed % 32] = (copy[seed % 32] ?? 0) ^ (1 << (seed % 8))
        return copy
      })
      const refused = [
        isConsistent(tree(before, old), tree(after, now), flipped),
        isConsistent(tree(before, old), tree(after, now), proof.slice(1)),
        isConsistent(tree(before, old), tree(after, now), [...proof, now]),
        isConsistent(tree(before, leafHash('another past')), tree(after, now), proof),
        isConsistent(tree(before, old), tree(after, leafHash('another present')), proof),
        isConsistent(tree(after, now), tree(before, old), proof),
        isConsistent(tree(before, old), tree(before, leafHash('same size')), []),
      ]
      expect(refused).toEqual(refused.map(() => false))
    }),
  )
})

test('consistency proofs of the eight leaves of Certificate Transparency are the published ones', () => {
  const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const tiles = grow(
    data.map((hex) => leafHash(Buffer.from(hex, 'hex'))),
    [8],
  )
  const proofOf = (before: number, after: number) => inHex(fromTiles(tiles, consistencyRanges(before, after)))
  expect(proofOf(1, 1)).toEqual([])
  expect(proofOf(1, 8)).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  expect(proofOf(6, 8)).toEqual([
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
  expect(proofOf(2, 5)).toEqual([
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  ])
  expect(inHex(fromTiles(tiles, inclusionRanges(5, 8)))).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})
