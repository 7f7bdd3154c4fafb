import type { Inside } from '../world/world.ts'
import { closeIfExplained } from './close.ts'
import { matchesOf, paymentsOf, totalsOf } from './compareDay.ts'
import type { Reconciliation } from './reconciliation.ts'
import { keepReconciliation, rowsOf } from './store.ts'
import { endItem, openItems } from './storeItem.ts'

export const rematchJob = 'reconciliation.rematch'

/** Looks again at what is open in a matched day: a capture or refund booked since then may explain it. Nothing else changes. */
export async function rematch(i: Inside, day: Reconciliation): Promise<void> {
  if (day.state !== 'matched' || day.fileDigest === null) return
  const open = await openItems(i, day.id, day.run)
  if (open.length === 0) return
  const { matches, lines } = await matchesOf(i, day, await rowsOf(i, day, day.fileDigest))
  const matched = new Map(matches.filter(({ type }) => type === 'matched').map((found) => [found.key, found]))
  const payments = paymentsOf(lines)
  for (const item of open) {
    const found = matched.get(item.key)
    if (!found) continue
    const line = found.line && {
      id: found.line.id,
      object: found.line.object,
      payment: payments.get(item.orderNo) ?? null,
    }
    const note = 'booked after the file had come'
    await endItem(i, item.id, { state: 'settled', by: 'system', note, evidence: day.fileDigest }, line)
  }
  const kept = { ...day, totals: totalsOf(day, matches) }
  await keepReconciliation(i, kept)
  await closeIfExplained(i, kept)
}
