import { assert, unreachable } from '../base/assert.ts'
import type { Currency } from '../base/currency.ts'
import { newId } from '../base/id.ts'
import { zero } from '../base/money.ts'
import { moved } from '../base/moves.ts'
import type { Day } from '../base/time.ts'
import type { BillAnswer } from '../wallets/wallet.ts'
import { command } from '../world/command.ts'
import type { Inside, World } from '../world/world.ts'
import { matchFile } from './matchFile.ts'
import { type Reconciliation, reconciliationMoves } from './reconciliation.ts'
import { rematch } from './rematch.ts'
import { keepReconciliation, lockDay, reconciliationById, saveFile, saveRows } from './store.ts'

export type DayAsk = { partner: string; wallet: string; day: Day; currency: Currency; zone: string }

/**
 * Writes down what a wallet answered when it was asked for its bill, and holds a trusted file against our lines. All or nothing: a file
 * whose trailer, count or form is wrong is kept whole and set aside, and none of its rows counts. The same file a second time changes
 * nothing but what has meanwhile been explained.
 */
export async function receiveBill(
  w: World,
  key: string | null,
  ask: DayAsk,
  answer: BillAnswer,
): Promise<Reconciliation> {
  const digest = 'digest' in answer ? answer.digest : ''
  const id = await command(w, 'reconciliation.receive', key, { ...ask, outcome: answer.outcome, digest }, (i) =>
    received(i, ask, answer),
  )
  const found = await reconciliationById(w, id)
  assert(found, 'a received day is stored')
  return found
}

async function received(i: Inside, ask: DayAsk, answer: BillAnswer): Promise<string> {
  const day = await lockDay(i, { ...ask, id: newId('rec', i.now(), i.random) })
  switch (answer.outcome) {
    case 'ready':
      return await trusted(i, day, answer)
    case 'damaged':
      return await setAside(i, day, answer)
    case 'not_ready':
    case 'declined':
    case 'unknown':
      return day.id // asked again by the clock
    default:
      return unreachable(answer)
  }
}

async function trusted(
  i: Inside,
  day: Reconciliation,
  file: Extract<BillAnswer, { outcome: 'ready' }>,
): Promise<string> {
  const { digest, rows, file: bytes } = file
  if (day.fileDigest === digest) {
    await rematch(i, day)
    return day.id
  }
  const state = moved(reconciliationMoves, day.state, 'fetch')
  assert(state !== null, `a file is fetched in state ${day.state}`)
  const isNew = await saveFile(i, day.id, { digest, outcome: 'ready', detail: null, line: null, bytes, at: i.now() })
  if (isNew) await saveRows(i, day.id, digest, rows)
  const none = zero(day.currency)
  const fetched: Reconciliation = {
    ...day,
    state,
    fileDigest: digest,
    quarantined: null,
    run: day.run + 1,
    ranAt: i.now(),
    closedAt: null,
    totals: { rows: rows.length, ours: none, theirs: none, feesOurs: none, feesTheirs: none },
  }
  await keepReconciliation(i, fetched)
  await matchFile(i, fetched, rows)
  return day.id
}

async function setAside(
  i: Inside,
  day: Reconciliation,
  file: Extract<BillAnswer, { outcome: 'damaged' }>,
): Promise<string> {
  const { digest, detail, line, file: bytes } = file
  const state = moved(reconciliationMoves, day.state, 'quarantine')
  assert(state !== null, `a file is set aside in state ${day.state}`)
  await saveFile(i, day.id, { digest, outcome: 'damaged', detail, line, bytes, at: i.now() })
  await keepReconciliation(i, {
    ...day,
    state,
    ranAt: i.now(),
    quarantined: { digest, detail: detail.slice(0, 500), line },
  })
  i.log.warn({ reconciliation: day.id, day: day.day }, 'a wallet bill was set aside')
  return day.id
}
