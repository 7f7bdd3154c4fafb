import { digestOf } from '../base/digest.ts'
import { minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import type { Shown } from '../world/door.ts'
import { noAssurance, type Who } from '../world/route.ts'
import type { World } from '../world/world.ts'
import { whoseKey } from './apiKeyCaller.ts'
import type { Person } from './person.ts'
import { permissionsOfRole } from './rolesKnown.ts'
import { cookieName, idleMs, sessionMs } from './session.ts'
import { personOf } from './store.ts'
import { consumerById } from './storeConsumers.ts'
import { liveSession, type Session, touchSession } from './storeSessions.ts'

const touchEveryMs = minuteMs

/** What a caller shows, as the door took it from the request. */
export type Asked = Omit<Shown, 'cookies' | 'userAgent' | 'may'> & {
  /** Tokens of the two cookies. */
  session?: string | undefined
  consumer?: string | undefined
  may?: string
}

/** The two cookies among those a browser sent. */
export const tokensIn = (w: World, cookies: Readonly<Record<string, string>>) => ({
  session: cookies[cookieName(w, 'person')],
  consumer: cookies[cookieName(w, 'consumer')],
})

/**
 * Recognises who is asking: an API key in `Authorization: Bearer …`, else a session cookie. A browser may hold two of them, the
 * console's and a consumer's: doors for consumers (`own.…`) look at the consumer's first, all others at the console's. Null when
 * nothing is shown or it is not valid (ended, idle too long, older than twelve hours).
 */
export async function whoIs(w: World, asked: Asked): Promise<Who | null> {
  const { authorization, may = '' } = asked
  if (authorization !== null) return await whoseKey(w, { ...asked, authorization })
  const { session, consumer } = asked
  const order = may.startsWith('own.') ? [consumer, session] : [session, consumer]
  for (const token of order) {
    const who = token === undefined ? null : await whoOfToken(w, token)
    if (who) return who
  }
  return null
}

async function whoOfToken(w: World, token: string): Promise<Who | null> {
  if (token.length > 200) return null
  const session = await liveSession(w, digestOf(token), w.now() - sessionMs, w.now() - idleMs(w))
  if (!session) return null
  await transaction(w, (i) => touchSession(i, session.id, w.now() - touchEveryMs), {
    unrecorded: 'that a session is in use is no change of anything',
  })
  if (session.consumer !== null) return await whoOfConsumer(w, session.consumer, session)
  const person = await personOf(w, session.person ?? '')
  return person && (await whoOfPerson(w, person, session))
}

/** The consumer a browser is signed in as, for doors that are open to everybody, such as the checkout. */
export async function consumerOf(w: World, cookies: Readonly<Record<string, string>>): Promise<Who | null> {
  const { consumer } = tokensIn(w, cookies)
  const who = consumer === undefined ? null : await whoOfToken(w, consumer)
  return who?.orgKind === 'consumer' ? who : null
}

type Proved = Pick<Session, 'id' | 'methods' | 'factors' | 'provedAt'>

const provedBy = (session: Proved | null): Pick<Who, 'session' | 'assurance'> =>
  session
    ? {
        session: session.id,
        assurance: { methods: session.methods, factors: session.factors, at: session.provedAt },
      }
    : { session: null, assurance: noAssurance }

/** The person of a session that was just opened or renewed. */
export const whoOfSession = async (w: World, person: Person, token: string): Promise<Who> =>
  await whoOfPerson(w, person, await liveSession(w, digestOf(token), w.now() - sessionMs, w.now() - idleMs(w)))

/** The person as the routes see them, with what their role may do at this instant. */
export async function whoOfPerson(w: World, person: Person, session: Proved | null = null): Promise<Who> {
  return {
    kind: 'user',
    id: person.id,
    name: person.name.en,
    org: person.org,
    orgKind: person.orgKind,
    role: person.role,
    // Asked anew at each request: what an administrator changes holds at once.
    permissions: new Set(isHalfway(session) ? [] : await permissionsOfRole(w, person.role)),
    ...provedBy(session),
  }
}

// A password or the link of an invitation alone opens only the way to a second factor (PCI DSS 4.0.1, 8.4: several factors for all access).
const isHalfway = (session: Proved | null): boolean =>
  session !== null && session.factors < 2 && session.methods.some((one) => one === 'password' || one === 'invitation')

/** The consumer as the routes see them: an organisation of one. Null when there is none of this id. */
export async function whoOfConsumer(w: World, id: string, session: Proved | null = null): Promise<Who | null> {
  const consumer = await consumerById(w, id)
  if (!consumer) return null
  return {
    kind: 'user',
    id: consumer.id,
    name: consumer.phoneMasked,
    org: consumer.id,
    orgKind: 'consumer',
    role: 'consumer',
    permissions: new Set(await permissionsOfRole(w, 'consumer')),
    ...provedBy(session),
  }
}
