import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { cardMonth } from './method.ts'
import { moveMethod, ownMethod } from './moveMethod.ts'
import { methodById, methodsOver } from './storeMethod.ts'

const aRun = 200

/** Expires cards whose last month is over, up to 200; answers how many it found. */
export async function expireMethods(w: World): Promise<number> {
  const month = cardMonth(w.now())
  const found = await methodsOver(w, month, aRun)
  for (const id of found) {
    const known = await methodById(w, id)
    if (!known) continue
    await transaction(w, async (i) => {
      const method = await ownMethod(i, known.holder, id).catch(() => null) // removed meanwhile
      const isOver = method !== null && (method.expires ?? month) < month
      if (isOver && (method.state === 'active' || method.state === 'unverified')) await moveMethod(i, method, 'expire')
    })
  }
  return found.length
}
