import type { PricedLine } from '../agreements/price.ts'
import type { AccountKey } from '../ledger/account.ts'
import type { Transfer } from '../ledger/posting.ts'
import { assert } from '../base/assert.ts'
import { type Money, money } from '../base/money.ts'

/** Whose accounts a payment touches. */
export type Owners = { institution: string; partner: string; merchant: string }

/**
 * What a capture puts in the books, each line naming the clause that made it: the wallet owes us the amount, the merchant is
 * owed it; then every priced line of the terms. Sums to zero by construction: a transfer has both legs.
 */
export function paidEntries(amount: Money, lines: readonly PricedLine[], owners: Owners): Transfer[] {
  const captured: Transfer = {
    debit: account('wallet-receivable', owners.partner, amount),
    credit: account('merchant-pending', owners.merchant, amount),
    amount,
    clause: null,
    path: null,
    why: 'capture',
  }
  return [captured, ...lines.flatMap((line) => lineEntry(line, owners))]
}

/** What a refund puts in the books: the capture turned round for the refunded part, then the lines that come back. */
export function refundedEntries(amount: Money, lines: readonly PricedLine[], owners: Owners): Transfer[] {
  const returned: Transfer = {
    debit: account('merchant-pending', owners.merchant, amount),
    credit: account('wallet-receivable', owners.partner, amount),
    amount,
    clause: null,
    path: null,
    why: 'refund',
  }
  // Fees return first: the merchant's pending money then covers the refund even when this payment is all there is.
  return [...lines.flatMap((line) => lineEntry(line, owners)), returned]
}

/** Money of a payment that had already ended: kept apart until it has been given back. */
export function suspendedEntry(amount: Money, owners: Owners, way: 'in' | 'out'): Transfer {
  const receivable = account('wallet-receivable', owners.partner, amount)
  const suspense = account('dispute-suspense', owners.partner, amount)
  return way === 'in'
    ? { debit: receivable, credit: suspense, amount, clause: null, path: null, why: 'late-success' }
    : { debit: suspense, credit: receivable, amount, clause: null, path: null, why: 'late-success-returned' }
}

function lineEntry(line: PricedLine, owners: Owners): Transfer[] {
  if (line.amount.minor === 0n) return []
  const [debit, credit] = legsOf(line, owners)
  const { clause, path, kind: why } = line
  const amount = money(line.amount.currency, line.amount.minor < 0n ? -line.amount.minor : line.amount.minor)
  return line.amount.minor > 0n
    ? [{ debit, credit, amount, clause, path, why }]
    : [{ debit: credit, credit: debit, amount, clause, path, why: `${why}-return` }]
}

// Which accounts a line of the terms moves, by who pays whom. The wallet withholds its fee from what it owes us.
function legsOf(line: PricedLine, owners: Owners): [AccountKey, AccountKey] {
  const { payer, payee, kind, amount } = line
  const way = `${payer}>${payee}`
  const isShare = kind === 'revenue-share'
  if (way === 'merchant>institution') {
    return [account('merchant-pending', owners.merchant, amount), account('fee-income', owners.institution, amount)]
  }
  if (way === 'institution>merchant') {
    return [account('fee-income', owners.institution, amount), account('merchant-pending', owners.merchant, amount)]
  }
  if (way === 'institution>wallet') {
    return isShare
      ? [account('revenue-share-expense', owners.institution, amount), account('wallet-payable', owners.partner, amount)]
      : [account('scheme-cost', owners.institution, amount), account('wallet-receivable', owners.partner, amount)]
  }
  if (way === 'wallet>institution') {
    return isShare
      ? [account('wallet-payable', owners.partner, amount), account('revenue-share-expense', owners.institution, amount)]
      : [account('wallet-receivable', owners.partner, amount), account('scheme-cost', owners.institution, amount)]
  }
  assert(way === 'merchant>wallet' || way === 'wallet>merchant', `a fee goes from one party to another, not ${way}`)
  const merchant = account('merchant-pending', owners.merchant, amount)
  const wallet = account('wallet-receivable', owners.partner, amount)
  return way === 'merchant>wallet' ? [merchant, wallet] : [wallet, merchant]
}

const account = (kind: AccountKey['kind'], owner: string, { currency }: Money): AccountKey => ({ kind, owner, currency })
