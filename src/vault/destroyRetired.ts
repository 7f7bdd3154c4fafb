import { dayMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { DataKey } from './dataKey.ts'
import type { Keepers } from './keepers.ts'
import { forget } from './keyring.ts'
import { moveHashes, spanOf } from './rotateSearch.ts'
import { turnPlace } from './searchHash.ts'
import { isKeyNamed } from './store.ts'
import { destroyKeys, holdRetired, retiredBefore } from './storeKeys.ts'
import { tokenPurpose } from './token.ts'

/**
 * A key that nothing names any more is destroyed this long after it was retired: as long as backups are kept, so that a table brought
 * back from one of them still opens. No transaction that sealed under the key while it was active lives as long.
 */
export const destroyAfterMs = 30 * dayMs

const keysARun = 200

/**
 * Destroys data keys that were retired long enough ago and that nothing names, proved in the transaction that destroys them. A key of a
 * purpose that no keeper answers for stays: nobody could say that it is not needed. Answers how many were destroyed.
 */
export async function destroyRetired(w: World, keepers: Keepers): Promise<number> {
  while ((await moveHashes(w, keepers.hashes, null)) > 0);
  let [after, destroyed] = ['', 0]
  for (;;) {
    const keys = await retiredBefore(w, w.now() - destroyAfterMs, after, keysARun)
    for (const key of keys) if (await destroyOne(w, key, keepers)) destroyed++
    const last = keys.at(-1)
    if (!last) return destroyed
    after = last.id
  }
}

async function destroyOne(w: World, key: DataKey, keepers: Keepers): Promise<boolean> {
  const isGone = await transaction(w, async (i) => {
    if (!(await holdRetired(i, key.id)) || (await isNamed(i, key, keepers))) return false
    await destroyKeys(i, [key.id])
    const { tenant, purpose, subject, version } = key
    record(i, { act: 'vault.destroy_key', object: key.id, facts: { tenant, purpose, subject, version } })
    return true
  })
  if (isGone && key.wrapped !== null) forget(w, key.wrapped)
  return isGone
}

async function isNamed(i: Inside, key: DataKey, { hashes, seals }: Keepers): Promise<boolean> {
  if (key.purpose === turnPlace.purpose) {
    for (const keeper of hashes) if ((await keeper.hashesIn(i, spanOf(key.version), 1)).length > 0) return true
    return hashes.length === 0
  }
  const own = seals.filter(({ purpose }) => purpose === key.purpose)
  for (const keeper of own) if (await keeper.names(i, key)) return true
  return key.purpose === tokenPurpose ? await isKeyNamed(i, key.id) : own.length === 0
}
