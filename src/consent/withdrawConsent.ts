import { emit } from '../world/events.ts'
import type { Inside } from '../world/world.ts'
import { answersFor } from './answersFor.ts'
import type { Consent } from './consent.ts'
import { consentFaults } from './errors.ts'
import { consentById, endConsent } from './store.ts'

/**
 * Takes a consent back: one call, as giving it was (个人信息保护法 15). From the commit on nothing may be used under it; what was
 * done before stays lawful. Withdrawing twice is once. Fault: consent.not_found, also for somebody else's consent.
 */
export async function withdrawConsent(i: Inside, id: string, by: string): Promise<Consent> {
  const consent = await consentById(i, id)
  if (!consent || !(await mayWithdraw(i, consent.subject, by))) throw consentFaults.notFound({ consent: id })
  if (await endConsent(i, id, 'withdrawn')) {
    const { subject, purpose, receipt } = consent
    await emit(i, 'consent.withdrawn', { consent: id, subject, purpose, receipt })
  }
  return (await consentById(i, id)) as Consent
}

// A child may always take back what was given for her: that only protects her.
const mayWithdraw = async (i: Inside, subject: string, by: string): Promise<boolean> =>
  by === subject || (await answersFor(i, by, subject))
