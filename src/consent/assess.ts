import { canonical } from '../base/canonical.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { newId } from '../base/id.ts'
import { type Day, dayOf } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Inside, World } from '../world/world.ts'
import { type Assessment, assessedDigest, groundNames, groundsOf, type Risk } from './assessment.ts'
import { consentFaults } from './errors.ts'
import type { Purpose } from './purpose.ts'
import { assessmentsOf, saveAssessment } from './storeAssessments.ts'
import { purposeById } from './storeCatalogue.ts'
import { ageZone } from './ward.ts'

export type Finding = { assessor: string; assessedOn: Day; findings: string; risk: Risk; measures: string }

/**
 * Records the impact assessment of a purpose as it stands in the catalogue now (个人信息保护法 55, 56). Enter a risky purpose switched
 * off, assess it, then switch it on. Faults consent.no_such_purpose, consent.assessed_ahead for a day to come.
 */
export async function assess(i: Inside, purposeId: string, found: Finding, by: string): Promise<Assessment> {
  const purpose = await purposeById(i, purposeId)
  if (!purpose) throw consentFaults.noSuchPurpose({ purpose: purposeId })
  if (found.assessedOn > dayOf(i.now(), ageZone)) throw consentFaults.assessedAhead()
  const covers = assessedDigest(purpose)
  const id = newId('pia', i.now(), i.random)
  const made = { id, purpose: purposeId, covers, ...found, recordedBy: by, recordedAt: i.now() }
  await saveAssessment(i, made)
  const grounds = groundsOf(purpose)
  const facts = { assessment: id, covers, risk: found.risk, grounds, digest: digestOfFinding(found) }
  record(i, { act: 'consent.assess', object: purposeId, facts })
  return { ...made, supersededAt: null }
}

const digestOfFinding = (found: Finding): Digest => digestOf(canonical({ covenant: 'assessment/1', ...found }))

/** Refuses to switch on a purpose that must be assessed first and was not, or not as it is now. Fault consent.assessment_needed. */
export async function refuseUnassessed(w: World | Inside, purpose: Purpose): Promise<void> {
  const grounds = purpose.active ? groundsOf(purpose) : []
  if (grounds.length === 0) return
  const [latest] = await assessmentsOf(w, purpose.id)
  if (latest?.covers === assessedDigest(purpose)) return
  throw consentFaults.assessmentNeeded({
    nameZh: purpose.name.zh,
    nameEn: purpose.name.en,
    groundsZh: grounds.map((ground) => groundNames[ground].zh).join('、'),
    groundsEn: grounds.map((ground) => groundNames[ground].en).join(', '),
  })
}
