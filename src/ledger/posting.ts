import { assert } from '../base/assert.ts'
import { type Digest, digestOf } from '../base/digest.ts'
import { newUuid } from '../base/id.ts'
import type { Money } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import type { World } from '../world/world.ts'
import { type AccountKey, accountText } from './account.ts'

/** expire is booked by the ledger itself, when a hold's time has passed. */
export type TransferKind = 'direct' | 'hold' | 'settle' | 'void' | 'expire'

/**
 * One movement with both legs. `hold` names a hold (a UUID that its maker chose): kind `hold` opens it, `settle` books it
 * whole or in part and releases the rest, `void` releases it all. A hold is resolved once.
 */
export type Transfer = {
  readonly debit: AccountKey
  readonly credit: AccountKey
  readonly amount: Money
  readonly kind?: TransferKind
  readonly hold?: string
  /** Only for kind `hold`: from this moment on it can no longer be settled. */
  readonly expiresAt?: Instant
  /** The clause of the agreement that asks for it, and the JSON pointer into its terms. */
  readonly clause: string | null
  readonly path: string | null
  /** A short code: `capture`, `merchant-fee`. */
  readonly why: string
}

/** Linked transfers that stand or fall together, under the agreement version they follow. */
export type Posting = {
  /** UUID version 7, chosen by the caller: the idempotency key. */
  readonly id: string
  readonly object: string
  readonly version: Digest | null
  readonly at: Instant
  readonly transfers: readonly Transfer[]
}

/** Why a posting is refused. closed: an account is closed, or a hold is not open any more. */
export type Refusal = 'insufficient' | 'limit' | 'closed' | 'duplicate-differs'

export type Booked =
  | { readonly outcome: 'posted'; readonly id: string }
  | { readonly outcome: 'refused'; readonly id: string; readonly because: Refusal; readonly account?: AccountKey }

/** A posting of this moment with a new id. Keep it (or its id) to be able to repeat the same call safely. */
export function newPosting(w: World, of: Omit<Posting, 'id' | 'at'>): Posting {
  return { id: newUuid(w.now(), w.random), at: w.now(), ...of }
}

export const transfersMax = 100

/** Asserts what the type cannot say. Postings are planned by our own code, so a bad one is our own mistake. */
export function checkPosting(posting: Posting): void {
  const { id, object, transfers, version, at } = posting
  assert(uuidV7.test(id), `a posting id is a UUID version 7, not ${id}`)
  checkText(object, 'an object')
  assert(version === null || /^[0-9a-f]{64}$/.test(version), 'a version is a SHA-256 digest')
  assert(Number.isSafeInteger(at) && at >= 0, 'a posting has its moment')
  assert(transfers.length > 0 && transfers.length <= transfersMax, `a posting has 1 to ${transfersMax} transfers`)
  transfers.forEach(checkTransfer)
}

/** What a replay must repeat to be the same posting. The moment is left out: whoever asks again asks later. */
export const digestOfPosting = (posting: Omit<Posting, 'id' | 'at'>): Digest =>
  digestOfContent(posting.object, posting.version, posting.transfers.map(contentOf))

/** One transfer's meaning: kind, debit, credit, amount, hold, expiry, clause, path, why. */
export type Content = readonly [
  TransferKind,
  string,
  string,
  bigint,
  string | null,
  Instant | null,
  string | null,
  string | null,
  string,
]

export const digestOfContent = (object: string, version: Digest | null, transfers: readonly Content[]): Digest =>
  digestOf(
    JSON.stringify([object, version, transfers], (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
  )

const textMax = 200
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

function contentOf(transfer: Transfer): Content {
  const { debit, credit, amount, kind = 'direct', hold = null, expiresAt = null, clause, path, why } = transfer
  return [kind, accountText(debit), accountText(credit), amount.minor, hold, expiresAt, clause, path, why]
}

function checkTransfer(transfer: Transfer): void {
  const { debit, credit, amount, kind = 'direct', hold, expiresAt } = transfer
  assert(amount.minor >= 0n, 'a transfer has no negative amount: turn its legs round')
  assert(
    amount.currency === debit.currency && amount.currency === credit.currency,
    `one transfer has one currency: ${amount.currency} from ${accountText(credit)} to ${accountText(debit)}`,
  )
  assert(accountText(debit) !== accountText(credit), 'a transfer has two accounts')
  checkText(debit.owner, 'an owner')
  checkText(credit.owner, 'an owner')
  checkText(transfer.why, 'a reason')
  if (transfer.clause !== null) checkText(transfer.clause, 'a clause')
  if (transfer.path !== null) checkText(transfer.path, 'a path')
  assert((kind === 'direct') === (hold === undefined), 'a transfer names a hold exactly when it is not direct')
  assert(hold === undefined || uuid.test(hold), 'a hold is named by a UUID')
  assert(expiresAt === undefined || kind === 'hold', 'only a hold expires')
}

// What is booked must come back from the database letter by letter, or its digest could not be recomputed.
function checkText(text: string, name: string): void {
  const plain = text.isWellFormed() && !/\p{Cc}/u.test(text)
  assert(plain && text.length > 0 && text.length <= textMax, `${name} is 1 to ${textMax} plain characters`)
}
