import type { Digest } from '../base/digest.ts'
import {
  consistencyRanges,
  edgeOf,
  inclusionRanges,
  type LeafRange,
  placesOf,
  rangeRoot,
  rootOfTiles,
  type TileSet,
  tileSet,
} from '../base/merkleTiles.ts'
import { recordsOf } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { auditFaults } from './errors.ts'
import { newestCheckpoint, numbersOf, readTiles } from './store.ts'

export type Inclusion = { record: string; index: number; size: number; leaf: Digest; root: Digest; proof: Digest[] }
export type Consistency = { from: number; to: number; rootFrom: Digest; rootTo: Digest; proof: Digest[] }

/**
 * Proves that a record stands in the log of a size, the newest signed one when none is given. Faults audit.not_numbered,
 * audit.empty, audit.size_outside.
 */
export async function proveInclusion(w: World, record: string, wanted: number | null): Promise<Inclusion> {
  const size = await signedSize(w, wanted)
  const index = (await numbersOf(w, [record])).get(record)
  if (index === undefined) throw auditFaults.notNumbered()
  if (index >= size) throw auditFaults.sizeOutside({ size: String(size), most: String(index + 1) }, '/size')
  const ranges = inclusionRanges(index, size)
  const tiles = await loadTiles(w, ranges, size)
  const [row] = await recordsOf(w, [record])
  return {
    record,
    index,
    size,
    leaf: row?.leaf ?? '',
    root: hex(rootOfTiles(tiles, size)),
    proof: ranges.map((range) => hex(rangeRoot(tiles, range))),
  }
}

/** Proves that the log of size `from` is the beginning of the log of size `to`, the newest signed one when null. */
export async function proveConsistency(w: World, from: number, to: number | null): Promise<Consistency> {
  const after = await signedSize(w, to)
  if (from > after) throw auditFaults.sizeOutside({ size: String(from), most: String(after) }, '/from')
  const ranges = consistencyRanges(from, after)
  const tiles = await loadTiles(w, ranges, from, after)
  return {
    from,
    to: after,
    rootFrom: hex(rootOfTiles(tiles, from)),
    rootTo: hex(rootOfTiles(tiles, after)),
    proof: ranges.map((range) => hex(rangeRoot(tiles, range))),
  }
}

/** The tiles that some ranges and the roots of some sizes are made of. */
async function loadTiles(w: World, ranges: readonly LeafRange[], ...sizes: number[]): Promise<TileSet> {
  return tileSet(await readTiles(w, [...placesOf(ranges), ...sizes.flatMap(edgeOf)]))
}

async function signedSize(w: World, wanted: number | null): Promise<number> {
  const newest = await newestCheckpoint(w)
  if (!newest) throw auditFaults.empty()
  if (wanted !== null && (wanted > newest.size || wanted < 1))
    throw auditFaults.sizeOutside({ size: String(wanted), most: String(newest.size) }, '/size')
  return wanted ?? newest.size
}

const hex = (hash: Uint8Array): Digest => Buffer.from(hash).toString('hex')
