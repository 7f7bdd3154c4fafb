import { dayMs, dayOf } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { vaultFaults } from './errors.ts'
import { masterKey } from './masterKey.ts'
import type { Method } from './method.ts'
import type { Rotation } from './rotation.ts'
import { livingCopies, tokenById } from './store.ts'
import { type KeySummary, keySummaries, mastersInUse } from './storeKeys.ts'
import { methodById, methodsOf, methodsWith } from './storeMethod.ts'
import { refusalsSince } from './storeRefusal.ts'
import { type RevealRow, revealsOf } from './storeReveal.ts'
import { lastRotations } from './storeRotation.ts'
import type { Token } from './token.ts'

/** A token of a tenant, with who looked at it and who pays with it; vault.token_not_found for another tenant's. */
export async function tokenOf(
  w: World,
  tenant: string,
  id: string,
): Promise<{ token: Token; reveals: RevealRow[]; methods: Method[] }> {
  const token = await tokenById(w, id)
  if (!token || token.tenant !== tenant) throw vaultFaults.tokenNotFound({ token: id })
  return { token, reveals: await revealsOf(w, id), methods: await methodsWith(w, id) }
}

/** Who has a copy of a token's value that can still be read. */
export const holdersOf = async (w: World, id: string): Promise<string[]> =>
  (await livingCopies(w, id)).map(({ subject }) => subject)

/** What a holder has saved, the default first. */
export const savedMethods = (w: World, holder: string): Promise<Method[]> => methodsOf(w, holder)

/** One saved method of a holder, or null. */
export async function savedMethod(w: World, holder: string, id: string): Promise<Method | null> {
  const method = await methodById(w, id)
  return method?.holder === holder && method.state !== 'removed' ? method : null
}

export type KeysSeen = {
  master: string
  masters: { id: string; keys: number }[]
  keys: KeySummary[]
  rotations: Rotation[]
  refusals: { because: string; count: number; lastAt: number }[]
}

/** The state of the vault's keys. Fault vault.master_missing when the master key is not here. */
export async function keysNow(w: World): Promise<KeysSeen> {
  const masters = await mastersInUse(w)
  return {
    master: masterKey(w).id,
    masters: masters.map(({ master, keys }) => ({ id: master, keys })),
    keys: await keySummaries(w),
    rotations: await lastRotations(w),
    refusals: await refusalsSince(w, dayOf(w.now() - 30 * dayMs, 'UTC')),
  }
}
