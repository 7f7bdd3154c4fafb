import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { KeptSealed, SealKeeper } from './keepers.ts'
import { reseal } from './reseal.ts'
import type { Rotation } from './rotation.ts'
import { advanceRotation } from './storeRotation.ts'
import { keepSweep, readSweep } from './storeSweep.ts'
import { skipUnreadable } from './unseal.ts'

const valuesARun = 500

/**
 * Goes on through the ciphertexts that other modules keep: each one under a retired key is sealed anew, written only over what was read.
 * How far it is stands beside the rotation, so that one that was interrupted goes on there. Answers how many were looked at; 0 means
 * through.
 */
export async function resealKept(w: World, rotation: Rotation, keepers: readonly SealKeeper[]): Promise<number> {
  for (const keeper of keepers) {
    const { after, done } = await readSweep(w, rotation.id, keeper.name)
    if (done) continue
    const found = await keeper.page(w, after, valuesARun)
    await transaction(
      w,
      async (i) => {
        const moved = await resealSome(i, keeper, found)
        const last = found.at(-1)
        await keepSweep(i, { rotation: rotation.id, keeper: keeper.name, after: last?.id ?? after, done: !last })
        if (moved === 0) return
        await advanceRotation(i, rotation.id, 0, moved)
        record(i, { act: 'vault.reseal', object: rotation.id, facts: { values: moved, column: keeper.name } })
      },
      { unrecorded: 'how far a rotation has looked is no change of anything' },
    )
    if (found.length > 0) return found.length
  }
  return 0
}

async function resealSome(i: Inside, keeper: SealKeeper, found: readonly KeptSealed[]): Promise<number> {
  let moved = 0
  for (const { id, sealed, place } of found) {
    const anew = await reseal(i, sealed, place).catch(skipUnreadable)
    if (anew !== null && (await keeper.replace(i, id, sealed, anew))) moved++
  }
  return moved
}
