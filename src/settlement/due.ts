import type { World } from '../world/world.ts'
import type { Settlement } from './settlement.ts'
import { settlementsPage } from './storeSettlement.ts'

const lookedAt = 100

/** Settlement days that wait for somebody: closed and not yet paid, the oldest first, then open ones by their cut-off. */
export async function settlementsDue(w: World, most: number): Promise<Settlement[]> {
  const page = (state: 'closed' | 'open') =>
    settlementsPage(w, {
      wallet: null,
      state,
      from: null,
      until: null,
      beforeDay: null,
      beforeId: null,
      most: lookedAt,
    })
  const closed = (await page('closed')).reverse()
  const open = (await page('open')).sort((a, b) => a.closesAt - b.closesAt)
  return [...closed, ...open].slice(0, most)
}
