import type { Currency } from '../base/currency.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { add, type Money, minus, zero } from '../base/money.ts'
import type { ClearingLine } from './clearing.ts'
import { type Item, type ItemKind, itemKinds, itemsOf, partOf, type Side } from './item.ts'

export type StatementRow = { kind: ItemKind; count: number; receives: Money; pays: Money }

/** A settlement as one side sees it. */
export type Statement = {
  side: Side
  rows: StatementRow[]
  receives: Money
  pays: Money
  /** What this side ends up with; negative when it pays. */
  net: Money
  /**
   * Digest of the amounts between us and the counterparty, from numbers both hold. The institution's is the wallet's: the two
   * compute the same from their own books or find that they differ.
   */
  digest: Digest
}

/** Adds up what the lines of one currency mean for a side. Lines of other currencies are left out. */
export function statementOf(lines: Iterable<ClearingLine>, side: Side, currency: Currency): Statement {
  const rows = new Map<ItemKind, StatementRow>()
  const facts: string[] = []
  const facing: Side = side === 'institution' ? 'wallet' : side
  for (const line of lines) {
    if (line.amount.currency !== currency) continue
    for (const item of itemsOf(line)) {
      tally(rows, item, side)
      const { receives, pays } = partOf(item, facing)
      if (receives || pays) facts.push(factOf(item, pays))
    }
  }
  const none = zero(currency)
  const kept = itemKinds.flatMap((kind) => rows.get(kind) ?? [])
  const receives = kept.reduce((all, row) => add(all, row.receives), none)
  const pays = kept.reduce((all, row) => add(all, row.pays), none)
  return { side, rows: kept, receives, pays, net: minus(receives, pays), digest: digestOf(facts.sort().join('\n')) }
}

/** Form of a fact under the digest: order, request (or -), kind, currency, minor units signed as the counterparty receives. */
const factOf = ({ line, kind, amount }: Item, pays: boolean): string =>
  [line.orderNo, line.requestNo ?? '-', kind, amount.currency, `${pays ? '-' : ''}${amount.minor}`].join(' ')

function tally(rows: Map<ItemKind, StatementRow>, item: Item, side: Side): void {
  const { receives, pays } = partOf(item, side)
  if (!receives && !pays) return
  const none = zero(item.amount.currency)
  const row = rows.get(item.kind) ?? { kind: item.kind, count: 0, receives: none, pays: none }
  rows.set(item.kind, {
    kind: item.kind,
    count: row.count + 1,
    receives: receives ? add(row.receives, item.amount) : row.receives,
    pays: pays ? add(row.pays, item.amount) : row.pays,
  })
}
