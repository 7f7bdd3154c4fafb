import { digestOf } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { hourMs, minuteMs } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Assurance, CookieOptions } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import type { OwnerRef } from './owner.ts'
import { insertSession } from './storeSessions.ts'

/** How long a session lives, whatever happens in it. */
export const sessionMs = 12 * hourMs

/**
 * How long a session may rest. PCI DSS 4.0.1, 8.2.8: fifteen minutes. The sandbox has no cardholder data and people who read
 * while they try things, so there it is two hours.
 */
export const idleMs = (w: World): number => (w.mode === 'live' ? 15 * minuteMs : 2 * hourMs)

/** How its holder proved who they are. */
export type Proof = Pick<Assurance, 'methods' | 'factors'> & { address?: string; userAgent?: string }

/** Opens a session and answers its token, which is kept nowhere; only its digest is. */
export async function openSession(
  i: Inside,
  owner: OwnerRef,
  proof: Proof,
): Promise<{ session: Id<'ses'>; token: string }> {
  const token = newToken(i)
  const session = await keepSession(i, digestOf(token), owner, proof)
  return { session, token }
}

/** The same with a token that somebody else made. */
export async function keepSession(i: Inside, digest: string, owner: OwnerRef, proof: Proof): Promise<Id<'ses'>> {
  const id = newId('ses', i.now(), i.random)
  const { methods, factors, address = '', userAgent = '' } = proof
  const who = owner.kind === 'person' ? { person: owner.id, consumer: null } : { person: null, consumer: owner.id }
  const from = { address: address.slice(0, 64), userAgent: userAgent.slice(0, 300) }
  await insertSession(i, { id, digest, ...who, methods: [...methods], factors, ...from, at: i.now() })
  record(i, { act: 'identity.sign_in', object: owner.id, facts: { session: id, methods: [...methods], factors } })
  return id
}

/** Text of a fresh session token. */
export const newToken = (w: World): string => Buffer.from(w.random.bytes(32)).toString('base64url')

type Kind = OwnerRef['kind']
const names: Record<Kind, string> = { person: 'covenant_session', consumer: 'covenant_consumer' }

/**
 * The cookie's name. Over https it is a `__Host-` cookie, which no subdomain and no unencrypted page can set
 * (RFC 6265bis section 4.1.3.2).
 */
export const cookieName = (w: World, kind: Kind): string => `${w.site.secure ? '__Host-' : ''}${names[kind]}`

/** How the cookie is set; gone at once without a token. */
export const cookieOptions = (w: World, token: string): CookieOptions => ({
  seconds: token === '' ? 0 : sessionMs / 1_000,
  sameSite: 'Strict',
  ...(w.site.secure && { secure: true }),
})
