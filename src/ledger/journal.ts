import { createHash, type Hash } from 'node:crypto'
import type { Digest } from '../base/digest.ts'
import type { Instant } from '../base/time.ts'
import { digestOfContent, type Refusal, type TransferKind } from './posting.ts'

/** One row of the journal: a transfer with both legs as it was booked. Balances are debits less credits, posted, after it. */
export type JournalRow = {
  readonly posting: string
  readonly position: number
  readonly at: Instant
  readonly kind: TransferKind
  readonly debit: Leg
  readonly credit: Leg
  readonly amount: bigint
  readonly hold: string | null
  readonly expiresAt: Instant | null
  readonly object: string
  readonly version: Digest | null
  readonly clause: string | null
  readonly path: string | null
  readonly why: string
}

/** `text` names the account in words, so that the chain also covers whose account a number is. */
export type Leg = { readonly id: bigint; readonly text: string; readonly sequence: bigint; readonly balance: bigint }

/** One row a posting, refused ones too: what a replay is answered from. */
export type PostingRow = {
  readonly id: string
  readonly digest: Digest
  readonly object: string
  readonly outcome: 'posted' | Exclude<Refusal, 'duplicate-differs'>
  /** The account that refused. */
  readonly account: bigint | null
}

/**
 * SHA-256 over a batch: all its posting rows, then all its journal rows, each in order. With the hash of the batch before,
 * this is the leaf that a verifiable log can take; it changes when any column of any row of the batch changes.
 */
export function contentOfBatch(postings: readonly PostingRow[], journal: readonly JournalRow[]): Digest {
  const hash = createHash('sha256')
  for (const row of postings) addPosting(hash, row)
  for (const row of journal) addTransfer(hash, row)
  return hash.digest('hex')
}

/** The digest that a posting must have, from its rows alone. Null when there are none. */
export function digestOfRows(rows: readonly JournalRow[]): Digest | null {
  const [first] = rows
  if (!first) return null
  return digestOfContent(
    first.object,
    first.version,
    rows.map((row) => [
      row.kind,
      row.debit.text,
      row.credit.text,
      row.amount,
      row.hold,
      row.expiresAt,
      row.clause,
      row.path,
      row.why,
    ]),
  )
}

export const addPosting = (hash: Hash, row: PostingRow): Hash =>
  hash.update(`P${JSON.stringify([row.id, row.digest, row.object, row.outcome, text(row.account)])}\n`)

export const addTransfer = (hash: Hash, row: JournalRow): Hash =>
  hash.update(
    `J${JSON.stringify([
      row.posting,
      row.position,
      row.at,
      row.kind,
      leg(row.debit),
      leg(row.credit),
      text(row.amount),
      row.hold,
      row.expiresAt,
      row.object,
      row.version,
      row.clause,
      row.path,
      row.why,
    ])}\n`,
  )

const leg = (of: Leg): string[] => [of.id.toString(), of.text, of.sequence.toString(), of.balance.toString()]
const text = (number: bigint | null): string | null => (number === null ? null : number.toString())
