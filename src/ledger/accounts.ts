import { type Money, minorMax, money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { type AccountKey, type AccountKind, accountKinds, onOwnSide } from './account.ts'
import { ledgerFaults } from './errors.ts'
import { type Page, readCursor, readLimit } from './page.ts'
import { type Entry, entryOf } from './statement.ts'
import { readAccountById } from './store.ts'
import { readMoves, readSums, type SumsRow } from './storeAccounts.ts'

/** An account with its sums, all in minor units of its currency. */
export type AccountSums = {
  id: bigint
  key: AccountKey
  debits: Money
  credits: Money
  /** On the account's own side. */
  balance: Money
  /** What open holds would take out of it. */
  held: Money
  /** Lines of its history, holds among them. */
  entries: bigint
}

/** Kinds of account that hold money, in the order of the chart; meters only count. */
const kinds = (Object.keys(accountKinds) as AccountKind[]).filter((kind) => accountKinds[kind].group !== 'memorandum')

/**
 * Accounts of money that have entries, in the order of the chart; as they stand, or with `at` summed from the journal up to and
 * with that moment. `limit` is at most 100. Fault: `ledger.bad_page`.
 */
export async function accountsAt(
  w: World,
  filter: { at: Instant | null; kind: AccountKind | null; owner: string | null },
  page: Page,
): Promise<{ items: AccountSums[]; next: string | null }> {
  const limit = readLimit(page)
  const [afterRank = 0n, afterId = 0n] = readPlace(page)
  const { at, kind: only, owner } = filter
  const rows = await readSums(w, { kinds, only, owner, afterRank: Number(afterRank), afterId, most: limit + 1 }, at)
  const last = rows.length > limit ? rows[limit - 1] : null
  return { items: rows.slice(0, limit).map(sumsOf), next: last ? `${last.rank}.${last.id}` : null }
}

/**
 * One account and the entries that moved its balance in [from, until), newest first. Holds only reserve and are not among them.
 * Faults: `ledger.unknown_account`, `ledger.bad_page`.
 */
export async function movesOf(
  w: World,
  id: bigint,
  span: { from: Instant | null; until: Instant | null },
  page: Page,
): Promise<{ account: AccountSums; items: Entry[]; next: string | null }> {
  const limit = readLimit(page)
  const before = readCursor(page, minorMax)
  const state = await readAccountById(w, id)
  if (!state || !kinds.includes(state.key.kind)) throw ledgerFaults.unknownAccount({ account: String(id) })
  const { key, debitsPosted: debits, creditsPosted: credits, debitsPending, creditsPending, sequence: seq } = state
  const account = sumsOf({
    id,
    ...key,
    debits,
    credits,
    debits_pending: debitsPending,
    credits_pending: creditsPending,
    seq,
    rank: 0,
  })
  const rows = await readMoves(w, { account: id, before, ...span, most: limit + 1 })
  const items = rows.slice(0, limit).map((row) => entryOf(key, row))
  return { account, items, next: rows.length > limit ? `${items.at(-1)?.sequence}` : null }
}

function readPlace({ cursor }: Page): bigint[] {
  if (cursor === undefined || cursor === null) return []
  const found = /^(\d{1,3})\.([1-9]\d{0,17})$/.exec(cursor)
  if (!found) throw ledgerFaults.badPage({}, '/cursor')
  return [BigInt(found[1] ?? 0), BigInt(found[2] ?? 0)]
}

function sumsOf(row: SumsRow): AccountSums {
  const { id, kind, owner, currency, debits, credits } = row
  const key = { kind, owner, currency }
  const held = accountKinds[kind].normal === 'credit' ? row.debits_pending : row.credits_pending
  return {
    id,
    key,
    debits: money(currency, debits),
    credits: money(currency, credits),
    balance: onOwnSide(key, debits, credits),
    held: money(currency, held),
    entries: row.seq,
  } // prettier: one account
}
