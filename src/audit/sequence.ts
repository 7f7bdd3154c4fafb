import { appendLeaves, edgeOf, rootOfTiles, tileSet } from '../base/merkleTiles.ts'
import { transaction } from '../world/command.ts'
import { takeWaiting } from '../world/records.ts'
import type { World } from '../world/world.ts'
import { signCheckpoint } from './logKey.ts'
import { signersNow } from './logKeys.ts'
import { addCheckpoint, addLeaves, keepTiles, mayNumber, readSize, readTiles } from './store.ts'

const batchMax = 5_000

/**
 * Numbers the records that wait, oldest first: leaves, tiles and a signed checkpoint in one transaction, so that a crash leaves
 * either all of it or nothing and the records waiting. Answers how many; 0 also when another sequencer is at it.
 */
export async function sequence(w: World, most = batchMax): Promise<number> {
  return await transaction(
    w,
    async (i) => {
      if (!(await mayNumber(i))) return 0
      const taken = await takeWaiting(i, most)
      if (taken.length === 0) return 0
      const { signer, next } = await signersNow(i)
      const before = await readSize(i)
      const tiles = tileSet(await readTiles(i, edgeOf(before)))
      const grown = appendLeaves(
        tiles,
        before,
        taken.map(({ leaf }) => Buffer.from(leaf, 'hex')),
      )
      for (const tile of grown) tiles.add(tile)
      const size = before + taken.length
      const root = rootOfTiles(tiles, size)
      await addLeaves(
        i,
        before,
        taken.map(({ record }) => record),
      )
      await keepTiles(i, grown)
      const isHandedOver = taken.some(({ record }) => record === next?.record)
      const note = signCheckpoint(signer, size, root, isHandedOver ? next?.signer : null)
      await addCheckpoint(i, { size, root: root.toString('hex'), at: i.now(), note })
      return taken.length
    },
    { unrecorded: 'numbering a record is the log itself' },
  )
}

/** Numbers what waits, batch after batch, at most `batches` of them. Answers how many records. */
export async function sequenceWaiting(w: World, batches: number): Promise<number> {
  let numbered = 0
  for (let turn = 0; turn < batches; turn++) {
    const more = await sequence(w)
    numbered += more
    if (more < batchMax) return numbered
  }
  return numbered
}
