import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { minuteMs } from '../base/time.ts'
import { transaction } from '../world/command.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { identityFaults } from './errors.ts'
import { keptBecause, type Removable } from './factors.ts'
import { forgiveTries, takeTry } from './lockOut.ts'
import { type CodeSent, checkCode, sendCode } from './oneTimeCode.ts'
import type { Owner } from './owner.ts'
import { registerPasskey, registrationOptions } from './passkey.ts'
import { hashPassword, isPassword, refuseWeakPassword } from './password.ts'
import { forgetPhone, keepPhone } from './personPhone.ts'
import { makeRecoveryCodes } from './recoveryCode.ts'
import { waysOf } from './secondFactor.ts'
import { newToken } from './session.ts'
import { factorsAct, requireStepUp } from './stepUp.ts'
import { institutionOf, personOf } from './store.ts'
import { factorsOf, loginOf, removeTotp, saveLogin, savePassword } from './storeFactors.ts'
import { removePasskey, renamePasskey } from './storePasskeys.ts'
import { endOtherSessions, rotateToken } from './storeSessions.ts'
import { beginApp, confirmApp } from './totp.ts'

// Whoever just proved two factors need not do so again at once.
const freshMs = 5 * minuteMs

/** What of the factors is changed; a step-up is bound to it and to the person. */
export type FactorChange =
  | 'passkey.add'
  | 'passkey.remove'
  | 'totp.add'
  | 'totp.remove'
  | 'phone.add'
  | 'phone.remove'
  | 'password.set'
  | 'recovery.make'

/** The digest a step-up for such a change is bound to. */
export const factorsDigest = (person: string, change: FactorChange): Digest =>
  digestOf(canonical({ covenant: 'factors/1', person, change }))

/** Asks for a step-up, unless two factors were just proved or there is nothing yet to confirm with. */
async function provedAgain(i: Inside, who: Who, change: FactorChange, stepUp: string | null): Promise<void> {
  const { factors, at } = who.assurance
  if (factors === 2 && at > i.now() - freshMs) return
  if ((await waysOf(i, who.id)).ways.length === 0) return
  await requireStepUp(i, who, { act: factorsAct, bound: factorsDigest(who.id, change), stepUp })
  record(i, { act: 'identity.may_change_factors', object: who.id, facts: { change } })
}

const first = (w: World, who: Who, change: FactorChange, stepUp: string | null): Promise<void> =>
  transaction(w, (i) => provedAgain(i, who, change, stepUp))

async function ownerOf(w: World, who: Who): Promise<Owner> {
  const login = (await loginOf(w, who.id))?.login ?? who.name
  return { kind: 'person', id: who.id, name: login }
}

export async function beginOwnPasskey(w: World, who: Who, stepUp: string | null) {
  await first(w, who, 'passkey.add', stepUp)
  return await registrationOptions(w, await ownerOf(w, who))
}

type NewPasskey = { challenge: string; response: RegistrationResponseJSON; origin: string | undefined; name: string }

/** Adds a passkey; the session goes on under the token this answers, proved by two factors. */
export async function addOwnPasskey(w: World, who: Who, given: NewPasskey): Promise<string | null> {
  await registerPasskey(w, await ownerOf(w, who), given)
  return await raised(w, who, 'passkey')
}

/** Names a passkey anew. Fault identity.no_such_passkey. */
export async function nameOwnPasskey(w: World, who: Who, id: string, name: string): Promise<void> {
  await transaction(w, async (i) => {
    if (!(await renamePasskey(i, id, who.id, name))) throw identityFaults.noSuchPasskey()
    record(i, { act: 'identity.rename_passkey', object: who.id, facts: { passkey: id } })
  })
}

/** Takes a factor away. Faults identity.last_factor, identity.no_such_passkey, identity.factor_off. */
export async function removeFactor(w: World, who: Who, what: Removable, stepUp: string | null, id = ''): Promise<void> {
  await transaction(w, async (i) => {
    const kept = await factorsOf(i, who.id)
    const isThere = { passkey: kept.passkeys > 0, totp: kept.totpAt !== null, phone: kept.phone !== null }[what]
    if (!isThere) throw what === 'passkey' ? identityFaults.noSuchPasskey() : identityFaults.factorOff()
    if (keptBecause(kept, what)) throw identityFaults.lastFactor()
    await provedAgain(i, who, `${what}.remove`, stepUp)
    if (what === 'passkey' && !(await removePasskey(i, id, who.id))) throw identityFaults.noSuchPasskey()
    if (what === 'totp') await removeTotp(i, who.id)
    if (what === 'phone') await forgetPhone(i, who.id)
    record(i, { act: 'identity.remove_factor', object: who.id, facts: { factor: what, passkey: id } })
  })
}

export async function beginOwnApp(w: World, who: Who, stepUp: string | null) {
  await first(w, who, 'totp.add', stepUp)
  return await beginApp(w, who.id, (await ownerOf(w, who)).name)
}

export async function confirmOwnApp(w: World, who: Who, code: string): Promise<string | null> {
  await confirmApp(w, who.id, code)
  return await raised(w, who, 'totp')
}

const phonePurpose = 'phone.confirm'
const person = (who: Who) => ({ kind: 'person', id: who.id }) as const

export async function beginOwnPhone(w: World, who: Who, phone: string, stepUp: string | null): Promise<CodeSent> {
  await first(w, who, 'phone.add', stepUp)
  return await sendCode(w, { to: phone, purpose: phonePurpose, bound: digestOf(phone), owner: person(who) })
}

export async function confirmOwnPhone(
  w: World,
  who: Who,
  { phone, challenge, code }: { phone: string; challenge: string; code: string },
): Promise<string | null> {
  await checkCode(w, { challenge, code, purpose: phonePurpose, bound: digestOf(phone), owner: person(who) })
  await transaction(w, (i) => keepPhone(i, who.id, phone))
  return await raised(w, who, 'sms')
}

type NewPassword = { login: string | undefined; current: string | undefined; password: string }

/** Sets the password; every other session of the person ends. Answers the token under which this one goes on. */
export async function setOwnPassword(
  w: World,
  who: Who,
  given: NewPassword,
  stepUp: string | null,
): Promise<string | null> {
  const kept = await loginOf(w, who.id)
  const login = kept?.login ?? given.login
  if (login === undefined) throw identityFaults.loginMissing()
  if (kept?.hash) {
    if (given.current === undefined) throw identityFaults.passwordMissing()
    // Somebody who found an open screen does not get to guess.
    const key = { kind: 'factor', text: who.id } as const
    await takeTry(w, key)
    if (!(await isPassword(given.current, kept.hash))) throw identityFaults.signInRefused({}, '/current')
    await forgiveTries(w, key)
  }
  refuseWeakPassword(given.password, await contextOf(w, who, login))
  const hash = await hashPassword(w, given.password)
  await transaction(w, async (i) => {
    await provedAgain(i, who, 'password.set', stepUp)
    const isSaved = kept ? await savePassword(i, who.id, hash) : await saveLogin(i, who.id, login, hash)
    if (!isSaved) throw identityFaults.loginTaken({ login })
    const ended = await endOtherSessions(i, who.id, who.session ?? '')
    record(i, { act: 'identity.set_password', object: who.id, facts: { endedSessions: ended } })
  })
  return await raised(w, who, null)
}

/** What everybody knows about somebody and no password is made of. */
async function contextOf(w: World, who: Who, login: string): Promise<string[]> {
  const { name } = await institutionOf(w)
  const person = await personOf(w, who.id)
  return [login, name.zh, name.en, ...(person ? [person.name.zh, person.name.en] : [])]
}

export async function makeOwnRecoveryCodes(w: World, who: Who, stepUp: string | null): Promise<string[]> {
  await first(w, who, 'recovery.make', stepUp)
  return await makeRecoveryCodes(w, who.id)
}

/** A session that proved more goes on under a new token, so that one that was overheard before is worth nothing. */
async function raised(w: World, who: Who, by: 'passkey' | 'totp' | 'sms' | null): Promise<string | null> {
  const { session, assurance } = who
  if (session === null) return null
  const token = newToken(w)
  const methods = by === null || assurance.methods.includes(by) ? assurance.methods : [...assurance.methods, by]
  const isTwo = by === 'passkey' || (by !== null && assurance.methods.includes('password'))
  const factors = isTwo ? 2 : by === null ? assurance.factors : Math.max(1, assurance.factors)
  await transaction(w, async (i) => {
    await rotateToken(i, { id: session, digest: digestOf(token), methods: [...methods], factors })
    record(i, { act: 'identity.rotate_session', object: who.id, facts: { session, methods: [...methods], factors } })
  })
  return token
}
