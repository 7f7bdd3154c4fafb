import { newId } from '../base/id.ts'
import { minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { forgiveTries, takeTry } from './lockOut.ts'
import { type CodeSent, sendCode } from './oneTimeCode.ts'
import { assertionOptions, assertPasskey } from './passkey.ts'
import { isPassword } from './password.ts'
import { phoneNumberOf } from './personPhone.ts'
import { checkSecondFactor, type SecondFactor, type Way, waysOf } from './secondFactor.ts'
import { openSession, type Proof } from './session.ts'
import { type SignedIn, signInAs } from './signIn.ts'
import { personOf } from './store.ts'
import { loginByName } from './storeFactors.ts'
import { endSignIn, openSignIn, saveSignIn } from './storeSignIns.ts'

const signInMs = 10 * minuteMs

/** Where the caller sits. */
export type From = { address: string; userAgent: string; origin: string | undefined }

/** A sign-in after its first step: done, or waiting for the second factor. */
export type SignInStep =
  | { state: 'signed-in'; signedIn: SignedIn; mustEnrol: boolean }
  | { state: 'second-factor'; id: string; ways: Way[]; phone: string | null; expiresAt: number }

const purposeOf = (id: string): string => `sign-in:${id}`
const passkeyPurpose = 'sign-in'

/** A challenge that any passkey of this site may answer, so that the browser offers the ones it has (conditional UI). */
export const beginPasskeySignIn = (w: World) => assertionOptions(w, { purpose: passkeyPurpose })

/** Signs in by a passkey alone: the device is one factor, the finger, face or PIN it asks for the other. */
export async function signInByPasskey(
  w: World,
  given: Extract<SecondFactor, { by: 'passkey' }>,
  from: From,
): Promise<SignInStep> {
  const { challenge, response } = given
  const { owner } = await assertPasskey(w, { challenge, response, origin: from.origin, purpose: passkeyPurpose })
  if (owner.kind !== 'person') throw identityFaults.passkeyOfOther()
  const signedIn = await signInAs(w, owner.id, { methods: ['passkey'], factors: 2, ...from })
  return { state: 'signed-in', signedIn, mustEnrol: false }
}

/**
 * Checks name and password. The answer, and the work done for it, is the same for a name nobody has; tries are counted for the
 * typed name and for the address. Faults identity.sign_in_refused, identity.locked_out.
 */
export async function signInByPassword(w: World, login: string, password: string, from: From): Promise<SignInStep> {
  const name = login.normalize('NFKC').trim().toLowerCase()
  const key = { kind: 'login', text: name } as const
  await takeTry(w, { kind: 'address', text: from.address })
  await takeTry(w, key)
  const found = await loginByName(w, name)
  const right = await isPassword(password, found?.hash ?? null)
  if (!found || !right) {
    await transaction(w, async (i) => {
      record(i, { act: 'identity.sign_in_failed', object: found?.person ?? '', facts: { method: 'password' } })
    })
    throw identityFaults.signInRefused()
  }
  await forgiveTries(w, key)
  return await afterPassword(w, found.person, from)
}

async function afterPassword(w: World, person: string, from: From): Promise<SignInStep> {
  const { ways, phone } = await waysOf(w, person)
  if (ways.length === 0) {
    const signedIn = await signInAs(w, person, { methods: ['password'], factors: 1, ...from })
    return { state: 'signed-in', signedIn, mustEnrol: true }
  }
  const id = newId('sgn', w.now(), w.random)
  const expiresAt = w.now() + signInMs
  // The id is what the browser shows next, so no log reader may learn it.
  await transaction(w, (i) => saveSignIn(i, { id, person, method: 'password', madeAt: i.now(), expiresAt }), {
    unrecorded: 'a password alone opens nothing; the session that follows is recorded',
  })
  return { state: 'second-factor', id, ways, phone, expiresAt }
}

/** Sends the code for a sign-in that waits for it. */
export async function sendSignInCode(w: World, id: string): Promise<CodeSent> {
  const { person } = await waiting(w, id)
  const to = await phoneNumberOf(w, person)
  if (to === null) throw identityFaults.factorOff()
  return await sendCode(w, { to, purpose: purposeOf(id), owner: { kind: 'person', id: person } })
}

/** A challenge for the passkeys of the person who is signing in. */
export async function passkeyForSignIn(w: World, id: string) {
  const { person } = await waiting(w, id)
  return await assertionOptions(w, { purpose: purposeOf(id), owner: { kind: 'person', id: person } })
}

/** Ends a sign-in with its second factor and opens the session. */
export async function finishSignIn(w: World, id: string, given: SecondFactor, from: From): Promise<SignInStep> {
  const { person, method } = await waiting(w, id)
  await failing(
    w,
    person,
    given.by,
    checkSecondFactor(w, person, given, { purpose: purposeOf(id), bound: null, origin: from.origin }),
  )
  const proof: Proof = { methods: [method, given.by], factors: 2, ...from }
  const found = await personOf(w, person)
  if (!found) throw identityFaults.noSuchSignIn()
  const opened = await transaction(w, async (i) => {
    if (!(await endSignIn(i, id))) throw identityFaults.noSuchSignIn()
    return await openSession(i, { kind: 'person', id: person }, proof)
  })
  return { state: 'signed-in', signedIn: { person: found, ...opened }, mustEnrol: false }
}

async function failing(w: World, person: string, method: string, check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (error) {
    await transaction(w, async (i) => {
      record(i, { act: 'identity.sign_in_failed', object: person, facts: { method } })
    })
    throw error
  }
}

async function waiting(w: World, id: string): Promise<{ person: string; method: string }> {
  const found = await openSignIn(w, id, w.now())
  if (!found) throw identityFaults.noSuchSignIn()
  return found
}
