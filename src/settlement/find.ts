import type { Day } from '../base/time.ts'
import type { Inside, World } from '../world/world.ts'
import type { Settlement } from './settlement.ts'
import { settlementById, settlementOn } from './storeSettlement.ts'

/** The settlement of a partner's day, open or closed; null when there is none. */
export const settlementOfDay = async (w: World | Inside, partner: string, day: Day): Promise<Settlement | null> =>
  await settlementOn(w, partner, day)

/** A settlement by its id: for the trace, whose lines name it. */
export const settlementOf = async (w: World | Inside, id: string): Promise<Settlement | null> =>
  await settlementById(w, id)
