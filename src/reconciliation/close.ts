import { assert } from '../base/assert.ts'
import { moved } from '../base/moves.ts'
import { emit } from '../world/events.ts'
import type { Inside } from '../world/world.ts'
import { type Reconciliation, reconciliationMoves } from './reconciliation.ts'
import { keepReconciliation, lockReconciliation } from './store.ts'
import { openItems, sumsByType } from './storeItem.ts'

/** Closes a matched day when nothing in it is open any more, and says so. */
export async function closeIfExplained(i: Inside, which: Reconciliation | string): Promise<void> {
  const day = typeof which === 'string' ? await lockReconciliation(i, which) : which
  assert(day, 'an item belongs to a day')
  const state = moved(reconciliationMoves, day.state, 'close')
  if (state === null || (await openItems(i, day.id, day.run)).length > 0) return
  await keepReconciliation(i, { ...day, state, closedAt: i.now() })
  const counts = await sumsByType(i, day.id, day.run)
  const differences = counts.filter(({ type }) => type !== 'matched').reduce((all, { count }) => all + count, 0)
  await emit(i, 'reconciliation.closed', { reconciliation: day.id, wallet: day.wallet, day: day.day, differences })
}
