import type { Inside, World } from '../world/world.ts'
import { box } from './box.ts'
import { bytesOf, sealingKey } from './keyring.ts'
import { boundTo, type Place, printSealed, type Sealed } from './sealed.ts'

/**
 * Encrypts a value for one place: tenant, purpose, context and, when given, the person whose key can be destroyed. Call it in the
 * transaction that stores the answer: the data key, made on first use, then stands or falls with what it sealed. Faults
 * vault.master_missing and vault.master_silent when the master key cannot be had.
 */
export async function seal(w: World | Inside, place: Place, plaintext: Uint8Array): Promise<Sealed> {
  const { tenant, purpose, subject = '' } = place
  const key = await sealingKey(w, { tenant, purpose, subject })
  const bound = boundTo(place, key.suite, key.id)
  return printSealed({
    suite: key.suite,
    key: key.id,
    boxed: box(await bytesOf(w, key), key.suite, w.random, plaintext, bound),
  })
}

/** `seal` for a text. */
export const sealText = (w: World | Inside, place: Place, text: string): Promise<Sealed> =>
  seal(w, place, Buffer.from(text, 'utf8'))
