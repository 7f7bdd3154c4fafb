import { digestOf } from '../base/digest.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import type { Person } from './person.ts'
import { permissionsOf } from './role.ts'
import { apiKeyOf, personOfSession, touchSession } from './store.ts'

export const sessionCookie = 'covenant_session'
export const sessionMs = 12 * hourMs
const idleMs = 2 * hourMs
const touchEveryMs = 5 * minuteMs
const bearer = /^Bearer (cov_[a-z]+_[0-9a-f]{48})$/

/**
 * Recognises who is asking: an API key in `Authorization: Bearer …`, else the session cookie. Null when there is neither or
 * it is not valid (ended, idle for two hours, older than twelve).
 */
export async function whoIs(
  w: World,
  asked: { authorization?: string | undefined; session?: string | undefined },
): Promise<Who | null> {
  if (asked.authorization !== undefined) return await whoseKey(w, asked.authorization)
  if (asked.session === undefined || asked.session.length > 200) return null
  const digest = digestOf(asked.session)
  const person = await personOfSession(w, digest, w.now() - sessionMs, w.now() - idleMs)
  if (!person) return null
  await transaction(w, (i) => touchSession(i, digest, w.now() - touchEveryMs), {
    unrecorded: 'that a session is in use is no change of anything',
  })
  return whoOfPerson(person)
}

/** The person as the routes see them. */
export function whoOfPerson(person: Person): Who {
  return {
    kind: 'user',
    id: person.id,
    name: person.name.en,
    org: person.org,
    orgKind: person.orgKind,
    role: person.role,
    permissions: new Set(permissionsOf[person.role]),
  }
}

async function whoseKey(w: World, authorization: string): Promise<Who | null> {
  const found = bearer.exec(authorization)
  if (!found?.[1]) return null
  const key = await apiKeyOf(w, digestOf(found[1]))
  if (!key) return null
  return {
    kind: 'key',
    id: key.id,
    name: key.name.en,
    org: key.org,
    orgKind: key.orgKind,
    role: 'api-key',
    permissions: new Set(key.permissions),
  }
}
