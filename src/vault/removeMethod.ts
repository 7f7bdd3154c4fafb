import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { Method } from './method.ts'
import { moveMethod, ownMethod } from './moveMethod.ts'

/** Takes a method off a holder's list. The token stays for payments that were made with it. Fault vault.method_not_found. */
export const removeMethod = (w: World, holder: string, id: string): Promise<Method> =>
  transaction(w, async (i) => await moveMethod(i, await ownMethod(i, holder, id), 'remove'))
