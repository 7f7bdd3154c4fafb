import type { Inside } from '../world/world.ts'
import { closeIfExplained } from './close.ts'
import type { Item } from './item.ts'
import type { Match } from './match.ts'
import type { Reconciliation } from './reconciliation.ts'
import { endItem, unheldOf } from './storeItem.ts'

/**
 * An order that we hold nothing of, which the wallet took on one day and gave back whole on another: no file alone can tell. Once
 * the files together come to nothing, amount and fee, there is nothing left to explain.
 */
export async function explainReturned(i: Inside, day: Reconciliation, matches: readonly Match[]): Promise<void> {
  const orders = matches.flatMap(({ type, row }) => (type === 'missing-in-books' && row ? [row.orderNo] : []))
  if (orders.length === 0) return
  const byOrder = Map.groupBy(await unheldOf(i, day.partner, orders), ({ orderNo }) => orderNo)
  const explained = new Set<string>()
  for (const items of byOrder.values()) {
    if (items.length < 2 || !comesToNothing(items)) continue
    // A file that came again has new items, of which the other days' were explained before.
    for (const { id, reconciliation } of items.filter(({ state }) => state === 'open')) {
      const note = `taken and given back: nothing is left with the file of ${day.day}`
      await endItem(i, id, { state: 'settled', by: 'system', note, evidence: day.fileDigest })
      explained.add(reconciliation)
    }
  }
  // The day at hand is closed by its own caller, which has its newest state.
  for (const id of explained) if (id !== day.id) await closeIfExplained(i, id)
}

function comesToNothing(items: readonly Item[]): boolean {
  const sum = (of: (item: Item) => bigint): bigint => items.reduce((total, item) => total + of(item), 0n)
  return sum(({ theirs }) => theirs?.minor ?? 0n) === 0n && sum(({ feeTheirs }) => feeTheirs?.minor ?? 0n) === 0n
}
