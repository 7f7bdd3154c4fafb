import { dayOf } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'
import { wardById } from './store.ts'
import { ageZone, type Ward } from './ward.ts'

/** The person as a ward, as long as she needs a guardian; null for whoever decides herself. */
export async function guardedNow(w: World | Inside, subject: string): Promise<Ward | null> {
  const ward = await wardById(w, subject)
  return ward !== null && dayOf(w.now(), ageZone) <= ward.lastDay ? ward : null
}

/** Whether somebody is this person's guardian and she still needs one. From the day after the 14th birthday on nobody is. */
export const answersFor = async (w: World | Inside, by: string, subject: string): Promise<boolean> =>
  (await guardedNow(w, subject))?.guardian === by
