import type { Digest } from '../base/digest.ts'
import { type Money, minorMax, money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { type AccountKey, type Balance, onOwnSide, type Side } from './account.ts'
import { ledgerFaults } from './errors.ts'
import { balanceOfState } from './lock.ts'
import { type Page, readCursor, readLimit } from './page.ts'
import type { TransferKind } from './posting.ts'
import { type LegRow, readAccountById, readLegs, readTransfers, type TransferRow } from './store.ts'

/** What every row of the journal tells, whichever account it is seen from. */
type Told = {
  /** hold, void and expire only reserve and release; direct and settle move money for good. */
  kind: TransferKind
  amount: Money
  posting: string
  position: number
  batch: bigint
  at: Instant
  hold: string | null
  object: string
  version: Digest | null
  clause: string | null
  path: string | null
  why: string
}

/** One line of an account's history. */
export type Entry = Told & {
  sequence: bigint
  side: Side
  /** The posted balance after this line, on the account's own side. */
  balance: Money
  other: AccountKey
}

/**
 * The history of an account, newest first, each line with the balance after it. `limit` is at most 100.
 * Faults: `ledger.unknown_account`, `ledger.bad_page`.
 */
export async function entriesOf(
  w: World,
  account: bigint,
  page: Page = {},
): Promise<{ account: Balance; items: Entry[]; next: string | null }> {
  const limit = readLimit(page)
  const before = readCursor(page, minorMax)
  const state = await readAccountById(w, account)
  if (!state) throw ledgerFaults.unknownAccount({ account: account.toString() })
  const rows = await readLegs(w, account, before, limit + 1)
  const items = rows.slice(0, limit).map((row) => entryOf(state.key, row))
  return { account: balanceOfState(state), items, next: rows.length > limit ? `${items.at(-1)?.sequence}` : null }
}

/** One transfer as it was booked, with both accounts and their posted balances after it. */
export type BookedTransfer = Told & { debit: BookedLeg; credit: BookedLeg }
export type BookedLeg = { key: AccountKey; id: bigint; sequence: bigint; balance: Money }

const transfersOfObjectMax = 1_000

/** All that was booked for an object (a payment, a refund, a settlement), in the order of booking; at most 1,000 rows. */
export async function postingsOf(w: World, object: string): Promise<BookedTransfer[]> {
  return (await readTransfers(w, object, transfersOfObjectMax)).map(transferOf)
}

/** A line of the journal as an account sees it. */
export function entryOf(key: AccountKey, row: LegRow): Entry {
  return {
    ...toldOf(row, key),
    sequence: row.seq,
    side: row.side,
    balance: onOwnSide(key, row.balance, 0n),
    other: { kind: row.other_kind, owner: row.other_owner, currency: row.other_currency },
  }
}

function transferOf(row: TransferRow): BookedTransfer {
  const debit = { kind: row.debit_kind, owner: row.debit_owner, currency: row.debit_currency }
  const credit = { kind: row.credit_kind, owner: row.credit_owner, currency: row.credit_currency }
  return {
    ...toldOf(row, debit),
    debit: { key: debit, id: row.debit, sequence: row.debit_seq, balance: onOwnSide(debit, row.debit_balance, 0n) },
    credit: {
      key: credit,
      id: row.credit,
      sequence: row.credit_seq,
      balance: onOwnSide(credit, row.credit_balance, 0n),
    },
  }
}

function toldOf(row: LegRow | TransferRow, key: AccountKey): Told {
  const { kind, posting, position, batch, hold, object, version, clause, path, why } = row
  const amount = money(key.currency, row.amount)
  return { kind, amount, posting, position, batch, at: Number(row.at_ms), hold, object, version, clause, path, why }
}
