import { newId } from '../base/id.ts'
import { type Day, dayOf } from '../base/time.ts'
import { guardedNow } from '../consent/answersFor.ts'
import { consentFaults } from '../consent/errors.ts'
import { ageZone, isGuarded } from '../consent/ward.ts'
import { isPhoneOf } from '../identity/consumerSignIn.ts'
import { phoneTenant } from '../identity/oneTimeCode.ts'
import { hashOfValue } from '../vault/tokenise.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { sealChild } from './childTold.ts'
import { privacyFaults } from './errors.ts'
import { registrationsOf, saveNewWard } from './storeWards.ts'
import type { WardRelation } from './wardRegistration.ts'

const wardsMost = 20

export type Child = {
  guardian: string
  name: string
  born: Day
  phone: string
  relation: WardRelation
  /** Number of the certificate that shows it (birth certificate, household register): the institution checks it. */
  evidence: string
}

/**
 * A guardian registers a child under 14. Nothing is given for the child by it: that waits until the institution has checked the
 * evidence. Answers the registration's id. Faults privacy.ward_grown, ward_unborn, ward_self, ward_twice, too_many_wards,
 * consent.guardian_needed (a child answers for nobody).
 */
export async function registerWard(i: Inside, child: Child): Promise<string> {
  const { guardian, name, born, phone, relation, evidence } = child
  const today = dayOf(i.now(), ageZone)
  if (born > today) throw privacyFaults.wardUnborn()
  if (!isGuarded(born, today)) throw privacyFaults.wardGrown()
  if (await guardedNow(i, guardian)) throw consentFaults.guardianNeeded()
  if (await isPhoneOf(i, guardian, phone)) throw privacyFaults.wardSelf()
  const known = await registrationsOf(i, guardian)
  if (known.filter(({ state }) => state === 'waiting' || state === 'confirmed').length >= wardsMost)
    throw privacyFaults.tooManyWards({ most: String(wardsMost) })
  const id = newId('wrd', i.now(), i.random)
  const phoneHash = await hashOfValue(i, 'phone', phone, phoneTenant)
  const sealed = await sealChild(i, id, guardian, { name, born, phone, evidence })
  if (!(await saveNewWard(i, { id, guardian, relation, sealed, phoneHash, openedAt: i.now() })))
    throw privacyFaults.wardTwice()
  const personal = { subject: guardian, values: { name, born, evidence } }
  record(i, { act: 'privacy.register_ward', object: id, facts: { guardian, relation }, personal })
  return id
}
