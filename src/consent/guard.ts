import { type Day, dayOf } from '../base/time.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { saveWard } from './store.ts'
import { ageZone, guardedUntil, isGuarded } from './ward.ts'

/**
 * Writes down who answers for a person under 14. Of the birthday only the last day that needs a guardian is kept; for whoever is
 * old enough nothing is written. Answers whether a guardian is needed.
 */
export async function guard(
  i: Inside,
  child: { subject: string; born: Day; guardian: string; relation: 'parent' | 'guardian' },
): Promise<boolean> {
  const { born, ...ward } = child
  if (!isGuarded(born, dayOf(i.now(), ageZone))) return false
  await saveWard(i, { ...ward, lastDay: guardedUntil(born) })
  record(i, { act: 'consent.guard', object: ward.subject, facts: { guardian: ward.guardian, relation: ward.relation } })
  return true
}
