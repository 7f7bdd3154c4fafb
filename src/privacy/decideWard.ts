import { present } from '../base/assert.ts'
import { moved } from '../base/moves.ts'
import { guardedNow } from '../consent/answersFor.ts'
import { guard } from '../consent/guard.ts'
import { guardedUntil } from '../consent/ward.ts'
import { consumerOfPhone } from '../identity/consumerSignIn.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { openChild, sealChild, sealReason } from './childTold.ts'
import { privacyFaults } from './errors.ts'
import { lockWard, saveDecidedWard } from './storeWards.ts'
import { type WardMove, type WardRegistration, wardMoves } from './wardRegistration.ts'

/**
 * The institution has checked the evidence: from now on the guardian decides for the child, and what the child agreed to alone counts
 * no more. Whoever has the child's phone is the child; nobody known yet is entered. Faults privacy.no_such_ward, ward_decided,
 * ward_grown (14 meanwhile), ward_self, ward_taken, ward_forgotten.
 */
export async function confirmWard(i: Inside, id: string, handler: string): Promise<WardRegistration> {
  const { of, state } = await toDecide(i, id, 'confirm')
  const told = await openChild(i, of)
  if (!told) throw privacyFaults.wardForgotten()
  const born = present(told.born, 'a birthday is kept until the decision')
  const child = await consumerOfPhone(i, present(told.phone, 'a phone is kept until the decision'))
  if (child.id === of.guardian) throw privacyFaults.wardSelf()
  const other = await guardedNow(i, child.id)
  if (other !== null && other.guardian !== of.guardian) throw privacyFaults.wardTaken()
  const { guardian, relation } = of
  if (!(await guard(i, { subject: child.id, born, guardian, relation }))) throw privacyFaults.wardGrown()
  const sealed = await sealChild(i, id, child.id, { ...told, born: null, phone: null })
  return await decided(i, { ...of, state, sealed, ward: child.id, lastDay: guardedUntil(born), handler })
}

/** The evidence does not show it; the guardian reads why. Faults privacy.no_such_ward, ward_decided. */
export async function refuseWard(i: Inside, id: string, handler: string, reason: string): Promise<WardRegistration> {
  const { of, state } = await toDecide(i, id, 'refuse')
  const sealed = await withoutBirthday(i, of)
  return await decided(i, { ...of, state, sealed, reason: await sealReason(i, of, reason), handler })
}

/** The guardian takes it back while nobody has decided. Anybody else's is privacy.no_such_ward. */
export async function cancelWard(i: Inside, id: string, guardian: string): Promise<WardRegistration> {
  const { of, state } = await toDecide(i, id, 'cancel', guardian)
  return await decided(i, { ...of, state, sealed: await withoutBirthday(i, of) })
}

async function toDecide(i: Inside, id: string, move: WardMove, guardian?: string) {
  const of = await lockWard(i, id)
  if (!of || (guardian !== undefined && of.guardian !== guardian)) throw privacyFaults.noSuchWard()
  const state = moved(wardMoves, of.state, move)
  if (state === null) throw privacyFaults.wardDecided()
  return { of, state }
}

async function withoutBirthday(i: Inside, of: WardRegistration): Promise<string> {
  const told = await openChild(i, of)
  return told === null ? of.sealed : await sealChild(i, of.id, of.guardian, { ...told, born: null, phone: null })
}

async function decided(i: Inside, next: WardRegistration): Promise<WardRegistration> {
  await saveDecidedWard(i, next)
  // Not the last day: it would tell the log's readers the birthday.
  const { guardian, ward } = next
  record(i, {
    act: `privacy.ward_${next.state}`,
    object: next.id,
    before: 'waiting',
    after: next.state,
    facts: { guardian, ward },
  })
  return { ...next, decidedAt: i.now() }
}
