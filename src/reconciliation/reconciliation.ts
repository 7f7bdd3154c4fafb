import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import type { Id } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Moves } from '../base/moves.ts'
import type { Day, Instant } from '../base/time.ts'

export type ReconciliationState = 'awaiting' | 'fetched' | 'quarantined' | 'matched' | 'closed'
export type ReconciliationMove = 'fetch' | 'quarantine' | 'match' | 'close'

/** A wallet's day: its file comes, is trusted or set aside whole, is matched line by line, and is closed when nothing is open. */
export const reconciliationMoves: Moves<ReconciliationState, ReconciliationMove> = {
  awaiting: { fetch: 'fetched', quarantine: 'quarantined' },
  fetched: { match: 'matched' },
  quarantined: { fetch: 'fetched', quarantine: 'quarantined' },
  matched: { close: 'closed', fetch: 'fetched', quarantine: 'matched' },
  closed: { fetch: 'fetched', quarantine: 'closed' },
}

/** The wallet's file of one day held against our clearing lines. */
export type Reconciliation = {
  id: Id<'rec'>
  partner: Id<'par'>
  wallet: string
  day: Day
  currency: Currency
  /** Zone of the wallet's business day. */
  zone: string
  state: ReconciliationState
  /** How many files were matched; a file that differs from the one before is matched anew. */
  run: number
  /** SHA-256 of the file that counts; null while none is trusted. */
  fileDigest: Digest | null
  /** Why the last file was set aside; null when it was not. */
  quarantined: { digest: Digest; detail: string; line: number | null } | null
  createdAt: Instant
  ranAt: Instant | null
  closedAt: Instant | null
  totals: Totals
}

/** Ours are clearing lines, theirs rows of the file. Fees as the wallet takes them: positive. */
export type Totals = { rows: number; ours: Money; theirs: Money; feesOurs: Money; feesTheirs: Money }

export const matchTypes = [
  'matched',
  'missing-in-bill',
  'missing-in-books',
  'amount-differs',
  'fee-differs',
  'state-differs',
  'duplicate',
] as const

/** How a row of the file and a clearing line stand to each other. */
export type MatchType = (typeof matchTypes)[number]

/**
 * What is behind a fee that differs. rate: another rate than the clause; tier: another tier of it; rounding: one unit; unknown-fee:
 * no clause takes it; wrong-version: another version's price; ours: our own books do not follow the clause.
 */
export type Finding = 'rate' | 'tier' | 'rounding' | 'unknown-fee' | 'wrong-version' | 'ours'

/** open: a difference nobody has explained. settled: none, or a later file or capture explained it. resolved: a person did. */
export type ItemState = 'open' | 'settled' | 'resolved'

export type Resolution = { at: Instant; by: string; note: string; evidence: string }

/** The state of a day as the console shows it. */
export function shownState(
  { state }: Pick<Reconciliation, 'state'>,
  open: number,
): 'awaiting' | 'quarantined' | 'balanced' | 'differences' {
  if (state === 'awaiting' || state === 'fetched') return 'awaiting'
  if (state === 'quarantined') return 'quarantined'
  return open > 0 ? 'differences' : 'balanced'
}
