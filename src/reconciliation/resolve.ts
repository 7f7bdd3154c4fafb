import { assert } from '../base/assert.ts'
import { command } from '../world/command.ts'
import type { World } from '../world/world.ts'
import { closeIfExplained } from './close.ts'
import { reconciliationFaults } from './errors.ts'
import { endItem, lockItem } from './storeItem.ts'

/**
 * A person explains an open difference: what it was, and the evidence for it. Moves no money. The day closes when its last difference is
 * explained. Faults: reconciliation.item_not_found, item_ended.
 */
export async function resolveItem(
  w: World,
  key: string | null,
  ask: { reconciliation: string; item: string; by: string; note: string; evidence: string },
): Promise<void> {
  await command(w, 'reconciliation.resolve', key, ask, async (i) => {
    const item = await lockItem(i, ask.item)
    if (!item || item.reconciliation !== ask.reconciliation) throw reconciliationFaults.itemNotFound({ item: ask.item })
    if (item.state !== 'open') throw reconciliationFaults.itemEnded({ state: item.state })
    const { by, note, evidence } = ask
    assert(await endItem(i, item.id, { state: 'resolved', by, note, evidence }), 'a locked item ends once')
    await closeIfExplained(i, item.reconciliation)
    return null
  })
}
