import { assert, present } from './assert.ts'
import { sha256 } from './digest.ts'
import { merkleRoot, nodeHash, splitOf } from './merkle.ts'

// A tree cut into tiles of height 8 (C2SP tlog-tiles): tile `index` of level `level` holds up to 256 hashes, each the root of
// 256^level leaves. Only full tiles have a hash in the level above, so a tile only ever grows and a proof of any size reads a few.

export const tileWidth = 256
const tileHeight = 8
const hashBytes = 32

export type TilePlace = { level: number; index: number }
/** Hashes laid end to end. */
export type Tile = TilePlace & { hashes: Uint8Array }
/** A run of leaves, half-open, as the tree splits them. */
export type LeafRange = { from: number; until: number }

/** Tiles by place, as a verb loaded them. */
export type TileSet = { get(place: TilePlace): Uint8Array | undefined }

/** Keeps tiles by their place; the later of two at one place stands. */
export function tileSet(tiles: Iterable<Tile>): TileSet & { add(tile: Tile): void } {
  const keyOf = ({ level, index }: TilePlace): string => `${level}/${index}`
  const kept = new Map<string, Uint8Array>()
  for (const tile of tiles) kept.set(keyOf(tile), tile.hashes)
  return {
    get: (place) => kept.get(keyOf(place)),
    add: (tile) => void kept.set(keyOf(tile), tile.hashes),
  }
}

/** The subtrees whose roots prove leaf `at` in a tree of `size`, nearest first (RFC 9162 section 2.1.3.1). */
export function inclusionRanges(at: number, size: number): LeafRange[] {
  assert(at >= 0 && at < size, 'the proved leaf is in the tree')
  const found: LeafRange[] = []
  let [from, until] = [0, size]
  while (until - from > 1) {
    const cut = from + splitOf(until - from)
    found.push(at < cut ? { from: cut, until } : { from, until: cut })
    if (at < cut) until = cut
    else from = cut
  }
  return found.reverse()
}

/** The subtrees whose roots prove that a tree of size `before` is the beginning of one of `after` (RFC 9162 section 2.1.4.1). */
export function consistencyRanges(before: number, after: number): LeafRange[] {
  assert(before >= 0 && before <= after, 'a tree does not shrink')
  if (before === 0) return []
  const found: LeafRange[] = []
  let [from, until] = [0, after]
  while (before < until) {
    const cut = from + splitOf(until - from)
    found.push(before <= cut ? { from: cut, until } : { from, until: cut })
    if (before <= cut) until = cut
    else from = cut
  }
  // The old tree itself is known to the verifier; a part of it is not.
  if (from > 0) found.push({ from, until })
  return found.reverse()
}

/** The tiles that hold what the roots of these ranges are made of. */
export function placesOf(ranges: readonly LeafRange[]): TilePlace[] {
  const places = ranges.flatMap(perfectNodes).map(({ place }) => place)
  return [...new Map(places.map((place) => [`${place.level}/${place.index}`, place])).values()]
}

/** The partial tiles at the right edge of a tree: all that appending and its root need. */
export function edgeOf(size: number): TilePlace[] {
  const found: TilePlace[] = []
  for (let [level, width] = [0, size]; width > 0; level++, width = Math.floor(width / tileWidth))
    if (width % tileWidth > 0) found.push({ level, index: Math.floor(width / tileWidth) })
  return found
}

/** Root of a range of leaves, from tiles. Our own mistake when a tile is missing or too short. */
export function rangeRoot(tiles: TileSet, range: LeafRange): Buffer {
  const roots = perfectNodes(range).map((node) => merkleRoot(hashesOf(tiles, node)))
  return roots.reduceRight((right, left) => nodeHash(left, right))
}

/** Root of the whole tree of a size. */
export const rootOfTiles = (tiles: TileSet, size: number): Buffer =>
  size === 0 ? sha256('') : rangeRoot(tiles, { from: 0, until: size })

/**
 * Appends leaves to a tree of `size` whose edge is loaded in `edge`, and answers the tiles that are new or longer. Work grows
 * with the leaves, not with the tree.
 */
export function appendLeaves(edge: TileSet, size: number, leaves: readonly Uint8Array[]): Tile[] {
  const grown: Tile[] = []
  let [entries, before] = [leaves, size]
  for (let level = 0; entries.length > 0; level++) {
    const full: Buffer[] = []
    for (let done = 0; done < entries.length; ) {
      const [index, width] = [Math.floor((before + done) / tileWidth), (before + done) % tileWidth]
      const kept = width > 0 ? present(edge.get({ level, index }), `tile ${level}/${index} is loaded`) : Buffer.alloc(0)
      assert(kept.length >= width * hashBytes, `tile ${level}/${index} holds ${width} hashes`)
      const more = entries.slice(done, done + tileWidth - width)
      const hashes = Buffer.concat([kept.subarray(0, width * hashBytes), ...more])
      grown.push({ level, index, hashes })
      if (width + more.length === tileWidth) full.push(rootOfTile(hashes))
      done += more.length
    }
    entries = full
    before = Math.floor(before / tileWidth)
  }
  return grown
}

/** Root of the subtree that a tile is, as the tile above holds it when it is full. */
export const rootOfTile = (hashes: Uint8Array): Buffer => merkleRoot(split(hashes))

/** One hash of a tile; undefined past its end. */
export const hashInTile = (hashes: Uint8Array, at: number): Buffer | undefined =>
  (at + 1) * hashBytes <= hashes.length ? Buffer.from(hashes.subarray(at * hashBytes, (at + 1) * hashBytes)) : undefined

type PerfectNode = { place: TilePlace; from: number; count: number }

// A range of the tree is a row of perfect subtrees, large to small, each within one tile.
function perfectNodes({ from, until }: LeafRange): PerfectNode[] {
  const found: PerfectNode[] = []
  for (let at = from; at < until; ) {
    const leaves = splitOf(until - at + 1) // the largest power of two that fits
    const level = Math.floor(Math.log2(leaves) / tileHeight)
    const each = tileWidth ** level
    assert(at % leaves === 0, 'a subtree begins at a multiple of its size')
    found.push({
      place: { level, index: Math.floor(at / each / tileWidth) },
      from: (at / each) % tileWidth,
      count: leaves / each,
    })
    at += leaves
  }
  return found
}

function hashesOf(tiles: TileSet, { place, from, count }: PerfectNode): Buffer[] {
  const hashes = present(tiles.get(place), `tile ${place.level}/${place.index} is loaded`)
  const found = split(hashes.subarray(from * hashBytes, (from + count) * hashBytes))
  assert(found.length === count, `tile ${place.level}/${place.index} holds ${from + count} hashes`)
  return found
}

const split = (hashes: Uint8Array): Buffer[] =>
  Array.from({ length: Math.floor(hashes.length / hashBytes) }, (_, at) =>
    Buffer.from(hashes.buffer, hashes.byteOffset + at * hashBytes, hashBytes),
  )
