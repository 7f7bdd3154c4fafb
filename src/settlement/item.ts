import type { Party } from '../agreements/terms.ts'
import { type Money, negate } from '../base/money.ts'
import type { ClearingLine } from './clearing.ts'

export type ItemKind = 'capture' | 'refund' | 'adjustment' | 'merchant-fee' | 'wallet-fee' | 'revenue-share'

export const itemKinds: readonly ItemKind[] = [
  'capture',
  'refund',
  'adjustment',
  'merchant-fee',
  'wallet-fee',
  'revenue-share',
]

/** One amount of a clearing line with its direction: who pays whom, and the clause that says so. Never negative. */
export type Item = {
  /** The clearing line's id and the place in it: `clr_…:0` is the amount itself. */
  id: string
  line: ClearingLine
  kind: ItemKind
  payer: Party
  payee: Party
  amount: Money
  path: string | null
  how: string | null
}

/** Who reads a statement. */
export type Side = 'institution' | 'wallet' | `merchant:${string}`

/**
 * A clearing line as the single amounts it is made of. The paid amount passes from the wallet through us to the merchant, a
 * refund the other way. Amounts of zero are left out.
 */
export function itemsOf(line: ClearingLine): Item[] {
  const back = line.amount.minor < 0n
  const amount: Omit<Item, 'id'> = {
    line,
    kind: line.kind === 'payment' ? 'capture' : line.kind,
    payer: back ? 'merchant' : 'wallet',
    payee: back ? 'wallet' : 'merchant',
    amount: back ? negate(line.amount) : line.amount,
    path: null,
    how: null,
  }
  const charges = line.clauses.map(({ kind, payer, payee, amount: charged, path, how }) => ({
    line,
    kind,
    payer,
    payee,
    amount: charged,
    path,
    how,
  }))
  return [amount, ...charges]
    .map((item, place) => ({ ...item, id: `${line.id}:${place}` }))
    .filter((item) => item.amount.minor !== 0n)
}

/** What an item means for a side: it receives, pays, both (money that passes through us), or has no part in it. */
export function partOf(item: Item, side: Side): { receives: boolean; pays: boolean } {
  if (side === 'institution') {
    const passes = item.payer !== 'institution' && item.payee !== 'institution'
    return { receives: passes || item.payee === 'institution', pays: passes || item.payer === 'institution' }
  }
  const party = side === 'wallet' ? 'wallet' : 'merchant'
  if (party === 'merchant' && side !== `merchant:${item.line.merchant}`) return { receives: false, pays: false }
  return { receives: item.payee === party, pays: item.payer === party }
}

/** True when a side may see an item: the wallet does not see what merchants pay us, nor a merchant what the wallet takes. */
export const sees = (item: Item, side: Side): boolean => {
  const { receives, pays } = partOf(item, side)
  return receives || pays
}
