import { dayOf } from '../base/time.ts'
import { countOne } from '../world/counters.ts'
import type { Inside, World } from '../world/world.ts'
import { unbox } from './box.ts'
import { vaultFaults } from './errors.ts'
import { bytesOf } from './keyring.ts'
import { boundTo, type Place, parseSealed, type Sealed } from './sealed.ts'
import { keyById } from './storeKeys.ts'
import { countRefusal } from './storeRefusal.ts'

/**
 * The value sealed for exactly this place. A ciphertext that was altered, cut, moved to another row, tenant or purpose, or sealed by
 * somebody else is refused as vault.ciphertext_refused, counted and told to the log; the answer never carries a part of it.
 * A value whose key was destroyed is vault.shredded.
 */
export async function unseal(w: World | Inside, sealed: Sealed, place: Place): Promise<Buffer> {
  const parts = parseSealed(sealed)
  if (!parts) return await refused(w, 'form')
  const key = await keyById(w, parts.key)
  if (!key) return await refused(w, 'unknown_key')
  const { tenant, purpose, subject = '' } = place
  if (key.tenant !== tenant || key.purpose !== purpose || key.subject !== subject || key.suite !== parts.suite)
    return await refused(w, 'place')
  const opened = unbox(await bytesOf(w, key), key.suite, parts.boxed, boundTo(place, key.suite, key.id))
  return opened ?? (await refused(w, 'not_authentic'))
}

/** `unseal` for a text. */
export const unsealText = async (w: World | Inside, sealed: Sealed, place: Place): Promise<string> =>
  (await unseal(w, sealed, place)).toString('utf8')

// Counted on its own connection, because the caller's transaction is about to be rolled back.
async function refused(w: World | Inside, because: string): Promise<never> {
  w.log.error({ because }, 'the vault refused a ciphertext')
  countOne(w, 'ciphertextRefused', because)
  await countRefusal(w, dayOf(w.now(), 'UTC'), because).catch(() => undefined)
  throw vaultFaults.ciphertextRefused({ because })
}

/** For whoever goes through many: null for a value that nobody can read, which was counted and must not stop the others. */
export function skipUnreadable(error: unknown): null {
  const { code } = error as { code?: string }
  if (code === vaultFaults.ciphertextRefused.code || code === vaultFaults.shredded.code) return null
  throw error
}
