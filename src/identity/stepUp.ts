import type { Digest } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { transaction } from '../world/command.ts'
import { countingFaults, countOne } from '../world/counters.ts'
import { record } from '../world/record.ts'
import type { Who } from '../world/route.ts'
import type { Inside, World } from '../world/world.ts'
import { challengeMs } from './challenge.ts'
import { identityFaults } from './errors.ts'
import { type CodeSent, sendCode } from './oneTimeCode.ts'
import { assertionOptions } from './passkey.ts'
import { phoneNumberOf } from './personPhone.ts'
import { checkSecondFactor, type SecondFactor, type Way, waysOf } from './secondFactor.ts'
import { confirmStepUp, type StepUp, saveStepUp, spendStepUp, stepUpById } from './storeStepUps.ts'

/** The act of changing one's own ways to sign in. */
export const factorsAct = 'factors.change'

export type StepUpWanted = { act: string; bound: Digest; summary: { zh: string; en: string } }
export type StepUpBegun = {
  stepUp: Pick<StepUp, 'id' | 'act' | 'bound' | 'summary' | 'expiresAt'>
  ways: Way[]
  phone: string | null
  passkey: Awaited<ReturnType<typeof assertionOptions>> | null
}

const purposeOf = (id: string): string => `step-up:${id}`

/** Begins to confirm one act, bound to its digest. Fault identity.factor_missing when the person has nothing to confirm with. */
export async function beginStepUp(w: World, who: Who, wanted: StepUpWanted): Promise<StepUpBegun> {
  const session = sessionOf(who)
  const { ways, phone } = await waysOf(w, who.id)
  const usable = ways.filter((way) => way !== 'recovery')
  if (usable.length === 0) throw identityFaults.factorMissing()
  const id = newId('stp', w.now(), w.random)
  const stepUp = { id, session, person: who.id, ...wanted, madeAt: w.now(), expiresAt: w.now() + challengeMs }
  await transaction(w, (i) => saveStepUp(i, stepUp), { unrecorded: 'asking to confirm changes nothing yet' })
  const owner = { kind: 'person', id: who.id } as const
  const passkey = usable.includes('passkey')
    ? await assertionOptions(w, { purpose: purposeOf(id), owner, bound: wanted.bound })
    : null
  return { stepUp, ways: usable, phone, passkey }
}

/** Sends the code for a step-up; the message says what is confirmed. */
export async function sendStepUpCode(w: World, who: Who, id: string): Promise<CodeSent> {
  const { bound, summary } = await openStepUp(w, who, id)
  const to = await phoneNumberOf(w, who.id)
  if (to === null) throw identityFaults.factorOff()
  return await sendCode(w, { to, purpose: purposeOf(id), bound, owner: { kind: 'person', id: who.id }, says: summary })
}

/** Confirms by a second factor made for this act and digest; from then it is good for five minutes and one use. */
export async function confirmStep(
  w: World,
  who: Who,
  id: string,
  given: Exclude<SecondFactor, { by: 'recovery' }>,
  origin: string | undefined,
) {
  const { act, bound } = await openStepUp(w, who, id)
  const checked = checkSecondFactor(w, who.id, given, { purpose: purposeOf(id), bound, origin })
  await countingFaults(w, 'stepUpRefused', checked)
  const expiresAt = w.now() + challengeMs
  await transaction(w, async (i) => {
    if (!(await confirmStepUp(i, id, given.by, expiresAt))) throw identityFaults.noSuchStepUp()
    record(i, { act: 'identity.step_up', object: who.id, facts: { stepUp: id, of: act, bound, method: given.by } })
  })
  return { id, expiresAt }
}

/** What an act asks of a person; `stepUp` is the header `covenant-step-up`. */
export type StepUpNeed = { act: string; bound: Digest; stepUp: string | null }

/**
 * Asks, in the transaction of the act itself, for a confirmation of exactly this act and digest by this session, and uses it up:
 * rolled back with the act, gone with it when it happens. Machines (`key`) pass, their keys carry their own limits. Fault
 * identity.step_up_needed names act and digest, so that a screen can ask for it.
 */
export async function requireStepUp(i: Inside, who: Who, { act, bound, stepUp }: StepUpNeed): Promise<void> {
  if (who.kind === 'key') return
  const used = stepUp !== null && who.session !== null && { id: stepUp, session: who.session, act, bound }
  if (used && (await spendStepUp(i, used))) return
  // Asking for the first time is the ordinary way; a confirmation of something else, or used before, is not.
  if (stepUp !== null) countOne(i, 'stepUpRefused', identityFaults.stepUpNeeded.code)
  throw identityFaults.stepUpNeeded({ act, bound })
}

/** The header that carries a confirmed step-up. */
export const stepUpIn = (headers: Readonly<Record<string, string>>): string | null =>
  headers['covenant-step-up'] ?? null

async function openStepUp(w: World, who: Who, id: string): Promise<StepUp> {
  const found = await stepUpById(w, id)
  if (!found || found.session !== who.session || found.confirmedAt !== null || found.expiresAt <= w.now())
    throw identityFaults.noSuchStepUp()
  return found
}

function sessionOf({ session }: Who): string {
  if (session === null) throw identityFaults.notSignedIn()
  return session
}
