import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Digest } from '../base/digest.ts'
import { type Id, newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import { emit } from '../world/events.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { type Challenge, type ChallengeKind, challengeMs, type Meant, refuseUnlessOpen } from './challenge.ts'
import { identityFaults } from './errors.ts'
import type { Owner, OwnerRef } from './owner.ts'
import { refuseClientData } from './passkeyClientData.ts'
import { lockChallenge, saveChallenge, spendChallenge } from './storeChallenges.ts'
import { countPasskey, type Passkey, passkeyByCredential, passkeysOf, savePasskey } from './storePasskeys.ts'

// ES256, EdDSA, RS256 (COSE), in order of preference: what platform authenticators and security keys of today speak.
const algorithms = [-7, -8, -257]
const registering = { purpose: 'passkey.register' }

/** Begins to register a passkey: a discoverable one that asks for finger, face or PIN each time. */
export async function registrationOptions(
  w: World,
  owner: Owner,
): Promise<{ challenge: Id<'chl'>; options: PublicKeyCredentialCreationOptionsJSON }> {
  const known = await passkeysOf(w, owner.id)
  const bytes = w.random.bytes(32)
  const challenge = await keepChallenge(w, 'passkey-new', { ...registering, owner, bytes })
  const options = await generateRegistrationOptions({
    rpName: 'Covenant 契付',
    rpID: w.site.host,
    userName: owner.name,
    userDisplayName: owner.name,
    userID: Uint8Array.from(Buffer.from(owner.id)),
    challenge: Uint8Array.from(bytes),
    timeout: challengeMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
  })
  return { challenge, options }
}

type Registering = { challenge: string; response: RegistrationResponseJSON; origin: string | undefined; name: string }

/** Registers the passkey that answers. Throws identity.passkey_…, identity.challenge_…, identity.origin_foreign. */
export async function registerPasskey(w: World, owner: Owner, given: Registering): Promise<Passkey> {
  const origin = ourOrigin(w, given.origin)
  const challenge = await spent(w, given.challenge, 'passkey-new', registering)
  if (challenge.owner?.id !== owner.id) throw identityFaults.passkeyOfOther()
  refuseClientData(given.response.response.clientDataJSON, 'webauthn.create', { challenge: challenge.expected, origin })
  const verified = await verifyRegistrationResponse({
    response: given.response,
    expectedChallenge: challenge.expected,
    expectedOrigin: origin,
    expectedRPID: w.site.host,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(refused)
  if (!verified.verified) throw identityFaults.passkeyRefused({ because: 'signature' })
  const { credential, aaguid, credentialBackedUp } = verified.registrationInfo
  const passkey = {
    id: newId('pky', w.now(), w.random),
    owner: { kind: owner.kind, id: owner.id },
    name: given.name,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: credential.transports ?? [],
    aaguid,
    backedUp: credentialBackedUp,
    createdAt: w.now(),
  }
  await transaction(w, async (i) => {
    if (!(await savePasskey(i, passkey))) throw identityFaults.passkeyTwice()
    record(i, { act: 'identity.add_passkey', object: owner.id, facts: { passkey: passkey.id, aaguid } })
  })
  return { ...passkey, usedAt: null }
}

/**
 * Begins an assertion. Without an owner any passkey of this site may answer (conditional UI). With `bound` the challenge the
 * authenticator signs ends in that digest, so the signature itself says what was confirmed (dynamic linking).
 */
export async function assertionOptions(
  w: World,
  { owner, ...meant }: Meant & { owner?: OwnerRef },
): Promise<{ challenge: Id<'chl'>; options: PublicKeyCredentialRequestOptionsJSON }> {
  const known = owner ? await passkeysOf(w, owner.id) : []
  const bytes = Buffer.concat([w.random.bytes(32), Buffer.from(meant.bound ?? '', 'hex')])
  const challenge = await keepChallenge(w, 'passkey', { ...meant, owner: owner ?? null, bytes })
  const options = await generateAuthenticationOptions({
    rpID: w.site.host,
    challenge: Uint8Array.from(bytes),
    timeout: challengeMs,
    userVerification: 'required',
    ...(owner && { allowCredentials: known.map(({ credentialId }) => ({ id: credentialId })) }),
  })
  return { challenge, options }
}

export type Asserting = Meant & {
  challenge: string
  response: AuthenticationResponseJSON
  /** The Origin header of the request. */
  origin: string | undefined
}
export type Asserted = { owner: OwnerRef; passkey: Passkey; userVerified: true; bound: Digest | null }

/**
 * Checks an assertion and answers whose it is. The challenge is used up by the first answer, good or bad. An authenticator whose
 * counter went back was copied: refused, recorded and announced as identity.alarm. Opens its own transactions.
 */
export async function assertPasskey(w: World, given: Asserting): Promise<Asserted> {
  const origin = ourOrigin(w, given.origin)
  const challenge = await spent(w, given.challenge, 'passkey', given)
  const passkey = await passkeyByCredential(w, given.response.id)
  if (!passkey) throw identityFaults.passkeyUnknown()
  if (challenge.owner && challenge.owner.id !== passkey.owner.id) throw identityFaults.passkeyOfOther()
  refuseClientData(given.response.response.clientDataJSON, 'webauthn.get', { challenge: challenge.expected, origin })
  const { userHandle } = given.response.response
  if (userHandle && Buffer.from(userHandle, 'base64url').toString() !== passkey.owner.id)
    throw identityFaults.passkeyOfOther()
  const verified = await verifyAuthenticationResponse({
    response: given.response,
    expectedChallenge: challenge.expected,
    expectedOrigin: origin,
    expectedRPID: w.site.host,
    requireUserVerification: true,
    // The library compares counters before signatures; ours are compared after, so that a forger cannot raise the alarm.
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      counter: 0,
    },
  }).catch(refused)
  if (!verified.verified) throw identityFaults.passkeyRefused({ because: 'signature' })
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  await count(w, passkey, { counter: newCounter, backedUp: credentialBackedUp, purpose: given.purpose })
  return { owner: passkey.owner, passkey, userVerified: true, bound: challenge.bound }
}

type Counted = { counter: number; backedUp: boolean; purpose: string }

async function count(w: World, { id, owner }: Passkey, { counter, backedUp, purpose }: Counted): Promise<void> {
  const rose = await transaction(w, async (i) => {
    const rises = await countPasskey(i, id, counter, backedUp)
    if (rises) record(i, { act: 'identity.assert', object: owner.id, facts: { passkey: id, purpose } })
    else await emit(i, 'identity.alarm', { object: id, because: 'passkey_counter_went_back' })
    return rises
  })
  if (rose) return
  w.log.error({ passkey: id }, 'a passkey answered with a count that went back')
  throw identityFaults.passkeyCopied()
}

type Keeping = Meant & { owner: OwnerRef | null; bytes: Uint8Array }

async function keepChallenge(w: World, kind: ChallengeKind, { owner, bytes, purpose, bound = null }: Keeping) {
  const id = newId('chl', w.now(), w.random)
  const expected = Buffer.from(bytes).toString('base64url')
  const times = { madeAt: w.now(), expiresAt: w.now() + challengeMs }
  const row = { id, kind, owner, purpose, bound, expected, toHash: null, toMasked: null, ...times }
  await transaction(w, (i) => saveChallenge(i, row), { unrecorded: 'a question without an answer changes nothing' })
  return id
}

// Used up before it is looked at: whatever the answer is, nobody gets a second look at the same challenge.
const spent = async (w: World, id: string, kind: ChallengeKind, meant: Meant): Promise<Challenge> =>
  await transaction(
    w,
    async (i: Inside) => {
      const challenge = await lockChallenge(i, id)
      refuseUnlessOpen(challenge, kind, meant, i.now())
      await spendChallenge(i, id)
      return challenge
    },
    { unrecorded: 'what the answer was worth is recorded when it was checked' },
  )

function ourOrigin(w: World, origin: string | undefined): string {
  if (origin === undefined || !w.site.isOurs(origin)) throw identityFaults.originForeign({ origin: origin ?? '-' })
  return origin
}

// The library says in its own words what is wrong; they name no secret and go to the log, the caller gets the kind.
function refused(error: unknown): never {
  const because = error instanceof Error ? error.message.slice(0, 120) : 'unknown'
  throw identityFaults.passkeyRefused({ because })
}
