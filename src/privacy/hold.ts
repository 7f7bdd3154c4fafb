import { newId } from '../base/id.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { privacyFaults } from './errors.ts'
import { findHold, type Hold, saveHold, saveLift } from './storeRetention.ts'

/**
 * Forbids erasing anything of a person or an object until the hold is lifted: an investigation, a court, a dispute. From the commit on
 * no night and no request erases it. The person is not told (no tipping-off, 反洗钱法 38).
 */
export async function setHold(i: Inside, target: string, reason: string, by: string): Promise<Hold> {
  const id = newId('hld', i.now(), i.random)
  await saveHold(i, { id, target, reason, setBy: by, setAt: i.now() })
  record(i, { act: 'privacy.set_hold', object: id, facts: { target, by } })
  return (await findHold(i, id)) as Hold
}

/** Lifts a hold. What was due meanwhile goes in the next night. Fault privacy.no_such_hold. */
export async function liftHold(i: Inside, id: string, because: string, by: string): Promise<Hold> {
  const hold = await findHold(i, id)
  if (!hold) throw privacyFaults.noSuchHold({ hold: id })
  if (await saveLift(i, id, by, because)) record(i, { act: 'privacy.lift_hold', object: id, facts: { by } })
  return (await findHold(i, id)) as Hold
}
