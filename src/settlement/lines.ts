import { assert } from '../base/assert.ts'
import type { Currency } from '../base/currency.ts'
import type { Inside, World } from '../world/world.ts'
import type { ClearingLine } from './clearing.ts'
import type { Settlement } from './settlement.ts'
import { clearingBetween, clearingOfObjects, clearingOfOrders, linesOfSettlement, openLines } from './store.ts'

// How others read clearing lines: bounded pages, never the tables.

const pageSize = 2_000
/** The most lines one settlement may have in this first form. */
export const linesMost = 1_000_000

type Wanted = Pick<Settlement, 'id' | 'partner' | 'day' | 'state'>

/**
 * All lines of a settlement in the order they were cleared, page by page: those it took, or while it is open those it would take. With
 * `merchant` only that merchant's; with `from` from that line on.
 */
export async function* eachLine(
  w: World | Inside,
  { id, partner, day, state }: Wanted,
  { merchant = null, from: first = '' }: { merchant?: string | null; from?: string } = {},
): AsyncGenerator<ClearingLine> {
  let from = first
  for (let read = 0; read < linesMost; read += pageSize) {
    const ask = { merchant, from, most: pageSize + 1 }
    const page = state === 'open' ? await openLines(w, partner, day, ask) : await linesOfSettlement(w, id, ask)
    for (const line of page.slice(0, pageSize)) yield line
    const next = page[pageSize]
    if (!next) return
    from = next.id
  }
  assert(false, `a settlement has at most ${linesMost} lines`)
}

/** All lines of these order numbers with a partner, oldest first. */
export async function linesOfOrders(
  w: World | Inside,
  partner: string,
  orders: readonly string[],
): Promise<ClearingLine[]> {
  const lines: ClearingLine[] = []
  for (let from = 0; from < orders.length; from += 1_000) {
    lines.push(...(await clearingOfOrders(w, partner, orders.slice(from, from + 1_000))))
  }
  return lines
}

/** All lines of a partner and currency whose money moved in [from, until). */
export async function linesBetween(
  w: World | Inside,
  ask: { partner: string; currency: Currency; from: number; until: number },
): Promise<ClearingLine[]> {
  const lines: ClearingLine[] = []
  for (let after = ''; ; ) {
    const page = await clearingBetween(w, { ...ask, after, most: pageSize })
    lines.push(...page)
    const last = page.at(-1)
    if (!last || page.length < pageSize) return lines
    assert(lines.length < linesMost, `a day has at most ${linesMost} lines`)
    after = last.id
  }
}

/** Lines of a payment and its refunds by their ids, with the settlement that took each: for the trace. */
export async function linesOfObjects(w: World | Inside, objects: readonly string[]): Promise<ClearingLine[]> {
  return await clearingOfObjects(w, objects)
}
