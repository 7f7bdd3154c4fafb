import { digestOf } from '../base/digest.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Shown } from '../world/door.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { whoseKey } from './apiKeyCaller.ts'
import type { Person } from './person.ts'
import { permissionsOfRole } from './rolesKnown.ts'
import { personOfSession, touchSession } from './store.ts'

export const sessionCookie = 'covenant_session'
export const sessionMs = 12 * hourMs
const idleMs = 2 * hourMs
const touchEveryMs = 5 * minuteMs

/**
 * Recognises who is asking: an API key in `Authorization: Bearer …`, else the session cookie. Null when there is neither or
 * it is not valid (ended, idle for two hours, older than twelve).
 */
export async function whoIs(
  w: World,
  asked: Omit<Shown, 'cookies' | 'userAgent'> & { session?: string | undefined },
): Promise<Who | null> {
  const { authorization } = asked
  if (authorization !== null) return await whoseKey(w, { ...asked, authorization })
  if (asked.session === undefined || asked.session.length > 200) return null
  const digest = digestOf(asked.session)
  const person = await personOfSession(w, digest, w.now() - sessionMs, w.now() - idleMs)
  if (!person) return null
  await transaction(w, (i) => touchSession(i, digest, w.now() - touchEveryMs), {
    unrecorded: 'that a session is in use is no change of anything',
  })
  return await whoOfPerson(w, person)
}

/** The person as the routes see them, with what their role may do at this instant. */
export async function whoOfPerson(w: World, person: Person): Promise<Who> {
  return {
    kind: 'user',
    id: person.id,
    name: person.name.en,
    org: person.org,
    orgKind: person.orgKind,
    role: person.role,
    // Asked anew at each request: what an administrator changes holds at once.
    permissions: new Set(await permissionsOfRole(w, person.role)),
  }
}
