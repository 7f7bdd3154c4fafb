import { moneyFlow } from '../agreements/moneyFlow.ts'
import type { PricedLine } from '../agreements/price.ts'
import type { Money } from '../base/money.ts'
import type { AccountKey, AccountKind } from '../ledger/account.ts'
import type { Transfer } from '../ledger/posting.ts'

/** Whose accounts a payment touches. */
export type Owners = { institution: string; partner: string; merchant: string }

/**
 * What a capture puts in the books, each line naming the clause that made it: the wallet owes us the amount, the merchant is
 * owed it; then every priced line of the terms. Sums to zero by construction: a transfer has both legs.
 */
export const paidEntries = (amount: Money, lines: readonly PricedLine[], owners: Owners): Transfer[] =>
  moneyFlow('payment', amount, lines).map((flow) => owned(flow, owners))

/** What a refund puts in the books. Fees return first: they then help to cover the amount when this payment is all there is. */
export function refundedEntries(amount: Money, lines: readonly PricedLine[], owners: Owners): Transfer[] {
  const [principal, ...returned] = moneyFlow('refund', amount, lines).map((flow) => owned(flow, owners))
  return principal ? [...returned, principal] : returned
}

/** Money of a payment that had already ended: kept apart until it has been given back. */
export function suspendedEntry(amount: Money, owners: Owners, way: 'in' | 'out'): Transfer {
  const receivable = account('wallet-receivable', owners, amount)
  const suspense: AccountKey = { ...account('dispute-suspense', owners, amount), owner: owners.partner }
  return way === 'in'
    ? { debit: receivable, credit: suspense, amount, clause: null, path: null, why: 'late-success' }
    : { debit: suspense, credit: receivable, amount, clause: null, path: null, why: 'late-success-returned' }
}

const owned = ({ debit, credit, ...same }: ReturnType<typeof moneyFlow>[number], owners: Owners): Transfer => ({
  ...same,
  debit: account(debit, owners, same.amount),
  credit: account(credit, owners, same.amount),
})

function account(kind: AccountKind, owners: Owners, { currency }: Money): AccountKey {
  const owner = kind.startsWith('wallet-')
    ? owners.partner
    : kind.startsWith('merchant-')
      ? owners.merchant
      : owners.institution
  return { kind, owner, currency }
}
