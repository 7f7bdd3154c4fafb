import { digestOf } from '../base/digest.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import type { Person } from './person.ts'
import { openSession, type Proof } from './session.ts'
import { personOf } from './store.ts'
import { endSessionOf } from './storeSessions.ts'

export type SignedIn = { person: Person; session: string; token: string }

/** Opens a session for somebody who has proved who they are. */
export async function signInAs(w: World, id: string, proof: Proof): Promise<SignedIn> {
  const person = await personOf(w, id)
  if (!person) throw identityFaults.noSuchPerson()
  return { person, ...(await transaction(w, (i) => openSession(i, { kind: 'person', id }, proof))) }
}

/**
 * The sandbox's quick door: a demo user is chosen and nothing is proved, which the session says (methods ['demo'], no factor).
 * Outside the sandbox this door does not exist (identity.sandbox_only).
 */
export async function signInDemo(w: World, id: string, from: Pick<Proof, 'address' | 'userAgent'>): Promise<SignedIn> {
  if (w.mode !== 'sandbox') throw identityFaults.sandboxOnly()
  return await signInAs(w, id, { methods: ['demo'], factors: 0, ...from })
}

/** Ends the session of a token; ending it twice changes nothing. */
export async function signOut(w: World, token: string): Promise<void> {
  await transaction(w, async (i) => {
    const session = await endSessionOf(i, digestOf(token))
    if (session) record(i, { act: 'identity.sign_out', object: i.actor.id, facts: { session } })
  })
}
