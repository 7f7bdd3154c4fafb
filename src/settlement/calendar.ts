import type { InForce } from '../agreements/agreement.ts'
import { inForce } from '../agreements/inForce.ts'
import { closeOf, payDay, settlementDay } from '../agreements/settlementDay.ts'
import { addDays, type Day, type Instant, startOfDay } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'

/** A settlement day under the version that governs its last moment. */
export type CalendarDay = { day: Day; closesAt: Instant; paysOn: Day; version: InForce }

/** The day as the agreement in force sees it; null when none is in force. */
export async function calendarDay(w: World | Inside, partner: string, day: Day): Promise<CalendarDay | null> {
  // A version may begin inside the day, or change the cut-off: what governs the moment of closing decides.
  const around =
    (await inForce(w, partner, startOfDay(day, 'UTC', 720))) ??
    (await inForce(w, partner, startOfDay(addDays(day, 1), 'UTC', 720)))
  if (!around) return null
  const version = (await inForce(w, partner, closeOf(around.terms, day) - 1)) ?? around
  return { day, closesAt: closeOf(version.terms, day), paysOn: payDay(version.terms, day), version }
}

/** The day that collects at this moment; null when no agreement is in force. */
export async function currentDay(
  w: World | Inside,
  partner: string,
  at: Instant = w.now(),
): Promise<CalendarDay | null> {
  const version = await inForce(w, partner, at)
  return version && { ...settlementDay(version.terms, at), version }
}
