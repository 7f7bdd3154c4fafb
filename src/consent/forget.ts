import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { removeEvidence } from './store.ts'
import { deleteAssessments } from './storeAssessments.ts'

export { evidenceEndedBefore } from './store.ts'
export { assessmentsBefore } from './storeAssessments.ts'

/** Forgets assessments whose time of keeping is over. */
export async function forgetAssessments(i: Inside, ids: string[]): Promise<void> {
  await deleteAssessments(i, ids)
  record(i, { act: 'consent.forget_assessments', object: 'assessments', facts: { assessments: ids } })
}

/** Forgets how an ended consent was given (session, passkey, address). The receipt stays provable by its digest. */
export async function forgetEvidence(i: Inside, consent: string): Promise<boolean> {
  const isGone = await removeEvidence(i, consent)
  if (isGone) record(i, { act: 'consent.forget_evidence', object: consent })
  return isGone
}
