import { Fault } from '../base/fault.ts'
import { sealText } from '../vault/seal.ts'
import type { Place } from '../vault/sealed.ts'
import { unsealText } from '../vault/unseal.ts'
import type { Inside, World } from '../world/world.ts'

// What a person wrote to us may hold anything, so it is sealed under her own key: shredding her shreds it.
export const wordsPlace = (subject: string, request: string, field: 'words' | 'answer'): Place => ({
  tenant: 'institution',
  purpose: 'privacy.request',
  context: `${request}/${field}`,
  subject,
})

/** Seals what was written in a request; null stays null. */
export const sealWords = async (
  i: Inside,
  of: { subject: string; id: string },
  field: 'words' | 'answer',
  text: string | null,
): Promise<string | null> => (text === null ? null : await sealText(i, wordsPlace(of.subject, of.id, field), text))

/** What was written; null when nothing was, or when the person's key is gone. */
export async function openWords(
  w: World,
  of: { subject: string; id: string },
  field: 'words' | 'answer',
  sealed: string | null,
): Promise<string | null> {
  if (sealed === null) return null
  try {
    return await unsealText(w, sealed, wordsPlace(of.subject, of.id, field))
  } catch (error) {
    if (error instanceof Fault && error.code === 'vault.shredded') return null
    throw error
  }
}
