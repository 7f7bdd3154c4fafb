import { assert } from '../base/assert.ts'
import { moved } from '../base/moves.ts'
import { minuteMs } from '../base/time.ts'
import type { BillRow } from '../wallets/wallet.ts'
import { emit } from '../world/events.ts'
import { addJob } from '../world/jobs.ts'
import { toMoneyJson } from '../world/money-json.ts'
import type { Inside } from '../world/world.ts'
import { closeIfExplained } from './close.ts'
import { matchesOf, paymentsOf, totalsOf } from './compareDay.ts'
import { explainReturned } from './explainReturned.ts'
import { itemsOf } from './item.ts'
import type { Match } from './match.ts'
import { type Reconciliation, reconciliationMoves } from './reconciliation.ts'
import { rematchJob } from './rematch.ts'
import { keepReconciliation } from './store.ts'
import { endItem, openAbsentOf, saveItems } from './storeItem.ts'

/** Matches a trusted file, writes down every result, and tells payments of what the wallet took and we do not hold. */
export async function matchFile(i: Inside, day: Reconciliation, rows: readonly BillRow[]): Promise<void> {
  const { matches, lines } = await matchesOf(i, day, rows)
  await saveItems(i, day.id, day.run, itemsOf(i, day, matches, paymentsOf(lines)))
  await explainEarlier(i, day, matches)
  await explainReturned(i, day, matches)
  const state = moved(reconciliationMoves, day.state, 'match')
  assert(state !== null, 'a fetched file is matched')
  const matched: Reconciliation = { ...day, state, totals: totalsOf(day, matches) }
  await keepReconciliation(i, matched)
  const unheld = matches.filter(({ type, row }) => type === 'missing-in-books' && row?.kind === 'payment')
  for (const { row } of unheld) if (row) await tell(i, day, row)
  // Payments closes its unknown payment on hearing of it: a little later the row has its line.
  if (unheld.length > 0) await addJob(i, rematchJob, { reconciliation: day.id }, i.now() + minuteMs)
  await closeIfExplained(i, matched)
}

// A line that an earlier day's file lacked and this one shows is explained: the wallet listed it late.
async function explainEarlier(i: Inside, day: Reconciliation, matches: readonly Match[]): Promise<void> {
  const shown = matches.flatMap(({ line, row, type }) => (line && row && type !== 'duplicate' ? [line.id] : []))
  const explained = new Set<string>()
  for (const item of await openAbsentOf(i, day.partner, shown, day.id)) {
    await endItem(i, item.id, {
      state: 'settled',
      by: 'system',
      note: `in the file of ${day.day}`,
      evidence: day.fileDigest,
    })
    explained.add(item.reconciliation)
  }
  for (const id of explained) await closeIfExplained(i, id)
}

async function tell(
  i: Inside,
  { wallet }: Reconciliation,
  { orderNo, walletNo, kind, amount }: BillRow,
): Promise<void> {
  await emit(i, 'reconciliation.found', { wallet, orderNo, walletNo, kind, amount: toMoneyJson(amount) })
}
