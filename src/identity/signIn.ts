import { digestOf } from '../base/digest.ts'
import { transaction } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import type { Person } from './person.ts'
import { closeSession, personOf, saveSession } from './store.ts'

/**
 * Opens a session for a demo user of the sandbox and answers its token; only the token's digest is kept. Passwords, passkeys
 * and second factors come with the identity issue, so outside the sandbox this door does not exist (`identity.sandbox_only`).
 */
export async function signInDemo(w: World, sandbox: boolean, id: string): Promise<{ person: Person; token: string }> {
  if (!sandbox) throw identityFaults.sandboxOnly()
  const person = await personOf(w, id)
  if (!person) throw identityFaults.noSuchPerson()
  const token = Buffer.from(w.random.bytes(32)).toString('base64url')
  await transaction(w, (i) => saveSession(i, digestOf(token), person.id))
  return { person, token }
}

/** Ends a session; ending it twice changes nothing. */
export async function signOut(w: World, token: string): Promise<void> {
  await transaction(w, (i) => closeSession(i, digestOf(token)))
}
