import { assert } from '../base/assert.ts'
import type { Money } from '../base/money.ts'
import type { AccountKind } from '../ledger/account.ts'
import type { PricedLine } from './price.ts'
import type { ClauseName } from './terms.ts'

/** One transfer between two kinds of account, and the clause that made it. The books add whose accounts they are. */
export type Flow = {
  debit: AccountKind
  credit: AccountKind
  amount: Money
  clause: ClauseName
  path: string
  why: string
}

/**
 * The entries of a capture or a refund as pure data: the amount itself (the wallet owes it to us, we to the merchant), then every
 * priced line that is not nothing. A refund turns the amount round; its lines are turned round already.
 */
export function moneyFlow(kind: 'payment' | 'refund', amount: Money, lines: readonly PricedLine[]): Flow[] {
  const principal: Flow =
    kind === 'payment'
      ? flow(['wallet-receivable', 'merchant-pending'], amount, 'settlement', '/clauses/settlement', 'capture')
      : flow(['merchant-pending', 'wallet-receivable'], amount, 'refunds', '/clauses/refunds', 'refund')
  const priced = lines.filter((line) => line.amount.minor !== 0n)
  return [principal, ...priced.map((line) => flow(accountsOf(line), line.amount, line.clause, line.path, line.kind))]
}

/** The account debited and the account credited by a priced line: a table over what it is and which way it goes. */
function accountsOf({ kind, payer, payee }: PricedLine): readonly [debit: AccountKind, credit: AccountKind] {
  const accounts = table[`${kind} ${payer}>${payee}`]
  assert(accounts, `a ${kind} goes between the parties it is between, not from ${payer} to ${payee}`)
  return accounts
}

// The wallet withholds its fee from what it owes us; its share of the revenue we owe it.
const table: Record<string, readonly [AccountKind, AccountKind]> = {
  'merchant-fee merchant>institution': ['merchant-pending', 'fee-income'],
  'merchant-fee institution>merchant': ['fee-income', 'merchant-pending'],
  'wallet-fee institution>wallet': ['scheme-cost', 'wallet-receivable'],
  'wallet-fee wallet>institution': ['wallet-receivable', 'scheme-cost'],
  'revenue-share institution>wallet': ['revenue-share-expense', 'wallet-payable'],
  'revenue-share wallet>institution': ['wallet-payable', 'revenue-share-expense'],
}

const flow = (
  [debit, credit]: readonly [AccountKind, AccountKind],
  amount: Money,
  clause: ClauseName,
  path: string,
  why: string,
): Flow => ({ debit, credit, amount, clause, path, why })
