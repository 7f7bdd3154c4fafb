import * as oidc from 'openid-client'
import { digestOf } from '../base/digest.ts'
import { Fault } from '../base/fault.ts'
import { minuteMs } from '../base/time.ts'
import { unsealText } from '../vault/unseal.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { keptEmail } from './email.ts'
import { identityFaults } from './errors.ts'
import type { Person } from './person.ts'
import { openSession, type Proof } from './session.ts'
import { personOf } from './store.ts'
import { oneAdministration } from './storeRoles.ts'
import {
  personOfSubject,
  type SignOnProvider,
  saveAttempt,
  saveSubject,
  signOnProvider,
  takeSignOnAttempt,
} from './storeSignOn.ts'
import { personByEmail } from './storeUsers.ts'
import { moveToRole } from './usersChange.ts'

// Long enough to find a second factor at the provider.
const attemptMs = 10 * minuteMs
const patienceSeconds = 10

/** Where the client secret of the provider is sealed. */
export const signOnPlace = { tenant: 'institution', purpose: 'identity.sign_on', context: 'sign_on_provider' }

/** Begins a sign-in: the provider's address to go to, and the state that this browser must bring back. */
export async function beginSignOn(w: World, redirectUri: string): Promise<{ url: string; state: string }> {
  const kept = await signOnProvider(w)
  if (!kept?.enabled) throw identityFaults.signOnOff()
  const provider = await discover(w, kept)
  const [state, nonce, verifier] = [text(w), text(w), text(w)]
  await transaction(w, (i) => saveAttempt(i, digestOf(state), { nonce, verifier, redirectUri }, w.now() + attemptMs), {
    unrecorded: 'nobody is signed in yet',
  })
  const url = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { url: url.href, state }
}

/** What came back from the provider, and the state the browser had kept. */
export type SignOnAnswer = { state: string; keptState: string; parameters: Readonly<Record<string, string>> }

/**
 * Ends a sign-in: code, PKCE, state, nonce, issuer, audience and the signature of the ID token are checked, then the person is found
 * by the provider's subject, or the first time by a verified e-mail address. Only somebody active of the institution gets in.
 */
export async function finishSignOn(
  w: World,
  answer: SignOnAnswer,
  from: Pick<Proof, 'address' | 'userAgent'> = {},
): Promise<{ person: Person; token: string }> {
  const kept = await signOnProvider(w)
  if (!kept?.enabled) throw identityFaults.signOnOff()
  // Another browser's answer: somebody tries to sign this one in as themselves (RFC 9700 section 4.7).
  if (answer.state === '' || answer.state !== answer.keptState) throw refused('state')
  const attempt = await transaction(w, (i) => takeSignOnAttempt(i, digestOf(answer.state)), {
    unrecorded: 'that an attempt is used up changes nobody’s access',
  })
  if (!attempt) throw refused('state')
  const claims = await claimsOf(w, kept, attempt, answer)
  return await transaction(w, async (i) => {
    await oneAdministration(i)
    const person = await personFor(i, kept, claims)
    const role = await mapped(i, kept, person, claims)
    // How many factors the provider asked for it does not say in a way that can be relied on: it counts as one.
    const proof: Proof = { methods: ['single-sign-on'], factors: 1, ...from }
    const { token } = await openSession(i, { kind: 'person', id: person.id }, proof)
    record(i, { act: 'identity.single_sign_on', object: person.id, facts: { issuer: kept.issuer, role } })
    return { person: { ...person, role }, token }
  })
}

/** Asks the provider for its description, to see whether the settings are good. */
export async function tryProvider(w: World, kept: SignOnProvider): Promise<{ authorization: string; token: string }> {
  const { authorization_endpoint: authorization = '', token_endpoint: token = '' } = (
    await discover(w, kept)
  ).serverMetadata()
  return { authorization, token }
}

type Claims = { subject: string; email: string | null; groups: string[] }

async function claimsOf(
  w: World,
  kept: SignOnProvider,
  attempt: { nonce: string; verifier: string; redirectUri: string },
  { state, parameters }: SignOnAnswer,
): Promise<Claims> {
  const provider = await discover(w, kept)
  const url = new URL(attempt.redirectUri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const { nonce, verifier } = attempt
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
  const tokens = await asked(() => oidc.authorizationCodeGrant(provider, url, checks))
  const told = tokens.claims()
  if (!told) throw refused('id_token')
  // Providers put e-mail and groups into the ID token or leave them to their userinfo endpoint.
  const needsMore = told['email'] === undefined || (kept.groupRoles.length > 0 && told[kept.groupsClaim] === undefined)
  const hasMore = provider.serverMetadata().userinfo_endpoint !== undefined
  const more =
    needsMore && hasMore
      ? await asked(() => oidc.fetchUserInfo(provider, tokens.access_token, told.sub))
      : ({} as Record<string, unknown>)
  const all: Record<string, unknown> = { ...more, ...told }
  const groups = all[kept.groupsClaim]
  const isVerified = all['email_verified'] === true && typeof all['email'] === 'string'
  return {
    subject: told.sub,
    email: isVerified ? (all['email'] as string) : null,
    groups: Array.isArray(groups) ? groups.filter((one): one is string => typeof one === 'string').slice(0, 1_000) : [],
  }
}

async function personFor(i: Inside, { issuer }: SignOnProvider, { subject, email }: Claims): Promise<Person> {
  const linked = await personOfSubject(i, issuer, subject)
  const id = linked ?? (email === null ? null : await personByEmail(i, (await keptEmail(i, email)).hash))
  const person = id === null ? null : await personOf(i, id)
  if (!person?.active || person.orgKind !== 'institution') throw identityFaults.signOnStranger()
  if (linked === null) await saveSubject(i, issuer, subject, person.id)
  return person
}

// The provider is where people come and go, so what it says of their groups holds from this sign-in on.
async function mapped(i: Inside, kept: SignOnProvider, person: Person, { groups }: Claims): Promise<string> {
  if (kept.groupRoles.length === 0) return person.role
  const found = kept.groupRoles.find(({ group }) => groups.includes(group))
  if (!found) throw identityFaults.signOnNoRole()
  await moveToRole(i, person, found.role, () => undefined)
  return found.role
}

async function discover(w: World, kept: SignOnProvider): Promise<oidc.Configuration> {
  const secret = kept.clientSecret === null ? null : await unsealText(w, kept.clientSecret, signOnPlace)
  const issuer = new URL(kept.issuer)
  const plain = issuer.protocol === 'http:'
  // Without TLS only on this very machine and only in the sandbox.
  if (plain && !(w.mode === 'sandbox' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname)))
    throw identityFaults.signOnUnreachable({ because: 'https' })
  const execute = plain
    ? [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks]
    : [oidc.enableNonRepudiationChecks]
  return await asked(() =>
    oidc.discovery(issuer, kept.clientId, {}, secret === null ? oidc.None() : oidc.ClientSecretBasic(secret), {
      [oidc.customFetch]: (url, init) => w.fetch(url, init as RequestInit),
      timeout: patienceSeconds,
      execute,
    }),
  )
}

// What the library refuses is the answer's fault, what the network refuses the provider's.
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault) throw error
    const { code, error: said } = error as { code?: string; error?: string }
    const silent = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM'
    const because = (said ?? code ?? 'network').slice(0, 100)
    throw silent ? identityFaults.signOnUnreachable({ because }) : refused(because)
  }
}

const refused = (because: string): Fault => identityFaults.signOnRefused({ because })

const text = (w: World): string => Buffer.from(w.random.bytes(32)).toString('base64url')
