import { settlementDay } from '../agreements/settlementDay.ts'
import { assert } from '../base/assert.ts'
import { newId } from '../base/id.ts'
import type { Inside } from '../world/world.ts'
import { type ClearingLine, chargesOf, type NewClearingLine } from './clearing.ts'
import { saveClearing } from './store.ts'

const linesMax = 100

/**
 * Writes clearing lines in the caller's own transaction, so that money is posted and cleared together or not at all. Each line
 * gets its settlement day from the calendar of the version it carries. A capture or refund that was cleared before is our own
 * mistake and stops the transaction. At most 100 lines a call.
 */
export async function addClearing(i: Inside, lines: readonly NewClearingLine[]): Promise<ClearingLine[]> {
  assert(lines.length <= linesMax, `at most ${linesMax} lines are cleared at once`)
  const cleared = lines.map((line) => toClearing(i, line))
  for (const line of cleared) await saveClearing(i, line)
  return cleared
}

function toClearing(i: Inside, { terms, priced, ...line }: NewClearingLine): ClearingLine {
  const isPaid = line.amount.minor > 0n
  assert(line.kind === 'adjustment' || isPaid === (line.kind === 'payment'), 'a payment is positive, a refund negative')
  return {
    ...line,
    id: newId('clr', i.now(), i.random),
    clauses: priced,
    ...chargesOf(line.amount, priced),
    settlementDay: settlementDay(terms, line.at).day,
    settlement: null,
  }
}
