import { newId } from '../base/id.ts'
import { dayOf } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import type { Authentication } from './authentication.ts'
import { barCodeRules } from './dayLimit.ts'
import type { Method } from './level.ts'
import { proofOf } from './level.ts'
import { type Linked, linkedDigest } from './linked.ts'
import { authenticationOf, resetCounters, saveAuthentication, saveTrust } from './store.ts'
import { moveDays } from './storeDays.ts'
import { linkReference } from './storeLinks.ts'

export type Confirmed = {
  /** Whose passkey or phone it was. */
  payer: string
  /** The merchant's own reference of who pays; null when it named nobody. */
  counted: string | null
  method: Exclude<Method, 'wallet'>
  trust: boolean
}

/**
 * Keeps that a consumer confirmed one payment. By two factors her counters begin anew (RTS art. 16: since the last application
 * of strong customer authentication) and, when wished, the payee becomes a trusted beneficiary of hers (art. 13, which itself
 * takes this authentication). The first such confirmation also says who stands behind the merchant's reference; somebody else's
 * later one lets this payment go on, but neither resets nor uses what is counted there, and is flagged. The same proof of one
 * payment is kept once; a stronger one may follow a weaker.
 */
export async function keepConfirmed(
  w: World,
  linked: Linked,
  { payer, counted, method, trust }: Confirmed,
): Promise<Authentication> {
  return await transaction(w, async (i) => {
    const proof = proofOf([method])
    const made: Authentication = {
      id: newId('aut', i.now(), i.random),
      payment: linked.payment,
      payer,
      method,
      proof: proof === 'two-factor' ? 'two-factor' : 'one-factor',
      linked: linkedDigest(linked),
      at: i.now(),
    }
    if (!(await saveAuthentication(i, made))) return (await authenticationOf(i, linked.payment)) ?? made
    if (made.proof !== 'two-factor') return made
    if (counted !== null) await takeReference(i, { reference: counted, consumer: payer, payment: linked.payment })
    await resetCounters(i, payer)
    if (trust) await saveTrust(i, payer, linked.payee)
    return made
  })
}

// Who proves to be behind a reference brings along what was paid under it today; what went unauthenticated begins anew.
async function takeReference(
  i: Inside,
  claim: { reference: string; consumer: string; payment: string },
): Promise<void> {
  if ((await linkReference(i, claim)) !== 'new') return
  await resetCounters(i, claim.reference)
  await moveDays(i, { ...claim, from: dayOf(i.now(), barCodeRules.zone) })
}
