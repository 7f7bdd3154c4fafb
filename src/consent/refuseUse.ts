import { emit } from '../world/events.ts'
import type { Inside } from '../world/world.ts'
import { consentFaults } from './errors.ts'
import { consentsBy, endConsent, removeRefusal, saveRefusal } from './store.ts'
import { purposeById } from './storeCatalogue.ts'

/**
 * A person's no to a purpose, whatever it rests on: recommendation is switched off by it (个人信息保护法 24). Consents given for the
 * purpose end with it. Faults: consent.no_such_purpose; consent.needed when a law demands the use.
 */
export async function refuseUse(i: Inside, subject: string, purposeId: string): Promise<void> {
  const purpose = await purposeById(i, purposeId)
  if (!purpose) throw consentFaults.noSuchPurpose({ purpose: purposeId })
  if (purpose.basis === 'law') throw consentFaults.needed({ purpose: purpose.name.zh })
  for (const consent of await consentsBy(i, { subject, purpose: purposeId }, '', 100)) {
    if (!(await endConsent(i, consent.id, 'withdrawn'))) continue
    const { id, receipt } = consent
    await emit(i, 'consent.withdrawn', { consent: id, subject, purpose: purposeId, receipt })
  }
  if (await saveRefusal(i, subject, purposeId)) await emit(i, 'use.refused', { subject, purpose: purposeId })
}

/** Takes a no back. A consent is not given by it. */
export async function allowUse(i: Inside, subject: string, purpose: string): Promise<void> {
  if (await removeRefusal(i, subject, purpose)) await emit(i, 'use.allowed', { subject, purpose })
}

/** Stops everything but storage and what a law demands (个人信息保护法 47): nothing of this person may be used any more. */
export async function restrictUse(i: Inside, subject: string): Promise<void> {
  if (await saveRefusal(i, subject, '*')) await emit(i, 'use.refused', { subject, purpose: '*' })
}
