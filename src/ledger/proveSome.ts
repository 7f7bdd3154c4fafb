import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { proveChainAfter } from './chain.ts'
import type { Problems } from './problems.ts'
import { freeze } from './storeProof.ts'

/**
 * Proves a part of the books, bounded whatever their size: the rows of at most `most` batches after one, and that their chain
 * holds. Answers where to go on, 0 when the end was reached.
 */
export async function proveSome(w: World, after: bigint, most: bigint, problems: Problems): Promise<bigint> {
  return await transaction(w, async (i) => {
    await freeze(i)
    return await proveChainAfter(i, after, most, problems)
  })
}
