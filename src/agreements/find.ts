import type { World } from '../world/world.ts'
import { inForce } from './inForce.ts'
import { agreementOfPartner, versionsOf } from './store.ts'
import type { Terms } from './terms.ts'

// What other modules may read of agreements besides what is in force (inForce.ts); the tables stay private to this one.
export { agreementsAll, contractBytes, versionOf, versionsOf } from './store.ts'

/** The terms in force with a partner, else the newest that lie before both sides; null while there are none. */
export async function termsShown(w: World, partner: string): Promise<Terms | null> {
  const governs = await inForce(w, partner, w.now())
  if (governs) return governs.terms
  const agreement = await agreementOfPartner(w, partner)
  return (agreement && (await versionsOf(w, agreement)).at(-1)?.terms) ?? null
}
