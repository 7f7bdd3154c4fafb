import { present } from '../base/assert.ts'
import { canonical } from '../base/canonical.ts'
import { newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { Database } from '../world/database.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import type { Suite } from './box.ts'
import type { DataKey, KeyPlace } from './dataKey.ts'
import { vaultFaults } from './errors.ts'
import { masterById, masterKey } from './masterKey.ts'
import { activeKey, insertKey, latestVersion } from './storeKeys.ts'

const openMax = 1_000
// Unwrapped keys of this process by their wrapped form, so that a master key far away is asked once for each. Only what the database
// still holds finds its way in here: a key destroyed there is not asked for again, and `forget` drops it here too.
const rings = new WeakMap<Database, Map<string, Uint8Array>>()

/** The active data key of a place, made on first use. */
export async function sealingKey(w: World | Inside, place: KeyPlace): Promise<DataKey> {
  const found = await activeKey(w, place)
  if (found) return found
  return 'tx' in w ? await makeKey(w, place) : await transaction(w, (i) => makeKey(i, place))
}

/** The first version of a place's data key, or the one that somebody else made meanwhile. */
async function makeKey(i: Inside, place: KeyPlace): Promise<DataKey> {
  return await keepKey(i, await newKey(i, place, 'aes-256-gcm'))
}

/** A new data key, wrapped under today's master key and not kept yet. The master may be far away: outside a transaction if possible. */
export async function newKey(w: World, place: KeyPlace, suite: Suite): Promise<DataKey> {
  const id = newId('dek', w.now(), w.random)
  const master = masterKey(w)
  const wrapped = await master.wrap(w.random.bytes(32), boundKey({ ...place, id }))
  const made = { version: 0, suite, state: 'active' as const, master: master.id, wrapped, madeAt: w.now() }
  return { ...place, id, ...made, retiredAt: null, destroyedAt: null }
}

/** Keeps a new data key as the next version of its place. Answers the key that is active then, which may be another's. */
export async function keepKey(i: Inside, made: DataKey): Promise<DataKey> {
  const key = { ...made, version: (await latestVersion(i, made)) + 1 }
  if (!(await insertKey(i, key))) return present(await activeKey(i, made), 'whoever was first left an active key')
  const { id, tenant, purpose, subject, version, suite, master } = key
  record(i, { act: 'vault.make_key', object: id, facts: { tenant, purpose, subject, version, suite, master } })
  return key
}

/** The bytes of a data key. Faults vault.shredded, vault.master_missing, vault.ciphertext_refused. */
export async function bytesOf(w: World, key: DataKey): Promise<Uint8Array> {
  if (key.wrapped === null) throw vaultFaults.shredded()
  const ring = ringOf(w)
  const known = ring.get(key.wrapped)
  if (known) return known
  const master = masterById(w, key.master)
  if (!master) throw vaultFaults.masterMissing({ master: key.master })
  const bytes = await master.unwrap(key.wrapped, boundKey(key))
  if (!bytes) throw vaultFaults.ciphertextRefused({ because: 'data_key' })
  ring.set(key.wrapped, bytes)
  if (ring.size > openMax) forget(w, ring.keys().next().value ?? '')
  return bytes
}

/** Forgets an unwrapped key of this process and overwrites its bytes. */
export function forget(w: World, wrapped: string): void {
  const ring = ringOf(w)
  ring.get(wrapped)?.fill(0)
  ring.delete(wrapped)
}

/** What a wrapped key is bound to: a wrapped key copied to another row does not open there. */
export const boundKey = ({ tenant, purpose, subject, id }: KeyPlace & { id: string }): string =>
  canonical({ form: 'data-key/1', id, tenant, purpose, subject })

function ringOf(w: World): Map<string, Uint8Array> {
  const ring = rings.get(w.db) ?? new Map<string, Uint8Array>()
  rings.set(w.db, ring)
  return ring
}
