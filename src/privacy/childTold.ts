import { Fault } from '../base/fault.ts'
import { sealText } from '../vault/seal.ts'
import type { Place } from '../vault/sealed.ts'
import { unsealText } from '../vault/unseal.ts'
import type { Inside, World } from '../world/world.ts'
import type { ChildTold, WardRegistration } from './wardRegistration.ts'

/**
 * Where what a guardian told stands sealed. Until it is confirmed there is no consumer whose key could seal it, so the guardian's does;
 * then the child's own, which is shredded when the child is.
 */
export const wardPlace = (subject: string, id: string, field: 'child' | 'reason'): Place => ({
  tenant: 'institution',
  purpose: 'privacy.ward',
  context: `${id}/${field}`,
  subject,
})

/** Seals what is kept of a child under the key of `subject`. */
export const sealChild = (i: Inside, id: string, subject: string, child: ChildTold): Promise<string> =>
  sealText(i, wardPlace(subject, id, 'child'), JSON.stringify(child))

/** Seals why a registration was refused; the guardian reads it. */
export const sealReason = (i: Inside, of: WardRegistration, reason: string): Promise<string> =>
  sealText(i, wardPlace(of.guardian, of.id, 'reason'), reason)

/** What was told of the child; null when the key is gone. */
export async function openChild(w: World | Inside, of: WardRegistration): Promise<ChildTold | null> {
  const text = await opened(w, of.sealed, wardPlace(of.ward ?? of.guardian, of.id, 'child'))
  return text === null ? null : (JSON.parse(text) as ChildTold)
}

/** Why it was refused; null when it was not, or when the key is gone. */
export const openReason = async (w: World | Inside, of: WardRegistration): Promise<string | null> =>
  of.reason === null ? null : await opened(w, of.reason, wardPlace(of.guardian, of.id, 'reason'))

async function opened(w: World | Inside, sealed: string, place: Place): Promise<string | null> {
  try {
    return await unsealText(w, sealed, place)
  } catch (error) {
    if (error instanceof Fault && error.code === 'vault.shredded') return null
    throw error
  }
}
