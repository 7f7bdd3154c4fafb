import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { newId } from '../base/id.ts'
import { isSameHash } from '../vault/searchHash.ts'
import { hashOfValue, tokenise } from '../vault/tokenise.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { takeTry } from './lockOut.ts'
import { type CodeSent, checkCode, phoneTenant, sendCode } from './oneTimeCode.ts'
import { assertionOptions, assertPasskey, registerPasskey, registrationOptions } from './passkey.ts'
import { openSession, type Proof } from './session.ts'
import type { From } from './signInSteps.ts'
import { type Consumer, consumerById, consumerByPhone, saveConsumer } from './storeConsumers.ts'
import { removePasskey } from './storePasskeys.ts'

const purpose = 'consumer.sign-in'

export type ConsumerSignedIn = { consumer: Consumer; session: string; token: string }

/** Sends a code to a phone that wants to sign in or up; the answer is the same for both. */
export async function sendConsumerCode(w: World, phone: string, address: string): Promise<CodeSent> {
  await takeTry(w, { kind: 'code-address', text: address })
  return await sendCode(w, { to: phone, purpose, owner: null })
}

type CodeGiven = { phone: string; challenge: string; code: string }

/** Signs a consumer in by phone and code; who is not known yet is from now on. Faults identity.code_…, challenge_…. */
export async function signInConsumer(
  w: World,
  { phone, challenge, code }: CodeGiven,
  from: From,
): Promise<ConsumerSignedIn> {
  const hash = await hashOfValue(w, 'phone', phone, phoneTenant)
  const { toHash } = await checkCode(w, { challenge, code, purpose })
  if (!(await isSameHash(w, hash, toHash))) throw identityFaults.codeWrong()
  return await transaction(w, async (i) => {
    return await opened(i, await consumerOfPhone(i, phone), { methods: ['sms'], factors: 1, ...from })
  })
}

/** A challenge that any consumer's passkey may answer. */
export const beginConsumerPasskeySignIn = (w: World) => assertionOptions(w, { purpose })

export async function signInConsumerByPasskey(
  w: World,
  given: { challenge: string; response: AuthenticationResponseJSON },
  from: From,
): Promise<ConsumerSignedIn> {
  const { owner } = await assertPasskey(w, { ...given, origin: from.origin, purpose })
  const consumer = owner.kind === 'consumer' ? await consumerById(w, owner.id) : null
  if (!consumer) throw identityFaults.passkeyOfOther()
  return await transaction(w, (i) => opened(i, consumer, { methods: ['passkey'], factors: 2, ...from }))
}

/** The consumer of a phone whose code was right, made when there is none yet. */
export async function consumerOfPhone(i: Inside, phone: string): Promise<Consumer> {
  const hash = await hashOfValue(i, 'phone', phone, phoneTenant)
  return (await consumerByPhone(i, hash)) ?? (await signUp(i, phone))
}

/** Whether this is the phone the consumer is known by. */
export async function isPhoneOf(w: World, consumer: string, phone: string): Promise<boolean> {
  const known = await consumerById(w, consumer)
  if (!known) return false
  return await isSameHash(w, await hashOfValue(w, 'phone', phone, phoneTenant), known.phoneHash)
}

async function signUp(i: Inside, phone: string): Promise<Consumer> {
  const id = newId('con', i.now(), i.random)
  const { token, masked, hash } = await tokenise(i, { tenant: phoneTenant, kind: 'phone', value: phone, subject: id })
  const made = { id, phoneToken: token, phoneHash: hash, phoneMasked: masked, createdAt: i.now() }
  if (!(await saveConsumer(i, made))) {
    // Somebody with the same phone was faster: that one it is.
    const known = await consumerByPhone(i, hash)
    if (known) return known
  }
  record(i, { act: 'identity.consumer_sign_up', object: id, facts: { phone: token } })
  return made
}

async function opened(i: Inside, consumer: Consumer, proof: Proof): Promise<ConsumerSignedIn> {
  return { consumer, ...(await openSession(i, { kind: 'consumer', id: consumer.id }, proof)) }
}

const ownerOf = ({ id, name }: Who) => ({ kind: 'consumer', id, name }) as const

export const beginConsumerPasskey = (w: World, who: Who) => registrationOptions(w, ownerOf(who))

type NewPasskey = { challenge: string; response: RegistrationResponseJSON; origin: string | undefined; name: string }

export async function addConsumerPasskey(w: World, who: Who, given: NewPasskey): Promise<void> {
  await registerPasskey(w, ownerOf(who), given)
}

/** Takes a consumer's passkey away; the phone stays as a way to sign in. */
export async function removeConsumerPasskey(w: World, who: Who, id: string): Promise<void> {
  await transaction(w, async (i) => {
    if (!(await removePasskey(i, id, who.id))) throw identityFaults.noSuchPasskey()
    record(i, { act: 'identity.remove_factor', object: who.id, facts: { factor: 'passkey', passkey: id } })
  })
}
