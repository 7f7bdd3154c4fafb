import { newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import type { Authentication } from './authentication.ts'
import type { Method } from './level.ts'
import { proofOf } from './level.ts'
import { type Linked, linkedDigest } from './linked.ts'
import { authenticationOf, resetCounters, saveAuthentication, saveTrust } from './store.ts'

export type Confirmed = {
  /** Whose passkey or phone it was. */
  payer: string
  /** Under which name this payer's exemptions are counted; null when the merchant named none. */
  counted: string | null
  method: Exclude<Method, 'wallet'>
  trust: boolean
}

/**
 * Keeps that a payer confirmed one payment: its counters begin anew (RTS art. 16: since the last application of strong customer
 * authentication) and, when wished, the payee becomes a trusted beneficiary (art. 13, which itself takes this authentication).
 * The same proof of one payment is kept once; a stronger one may follow a weaker.
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
    if (made.proof === 'two-factor' && counted !== null) {
      await resetCounters(i, counted)
      if (trust) await saveTrust(i, counted, linked.payee)
    }
    return made
  })
}
