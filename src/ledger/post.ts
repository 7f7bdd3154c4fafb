import { assert } from '../base/assert.ts'
import { addJob } from '../world/jobs.ts'
import { record } from '../world/record.ts'
import type { Inside } from '../world/world.ts'
import { decide } from './decide.ts'
import type { JournalRow } from './journal.ts'
import { lockAccounts } from './lock.ts'
import { type Booked, checkPosting, type Posting } from './posting.ts'
import { readAnswered, readHolds, writeBatch } from './store.ts'

const postingsMax = 1_000

/**
 * Books postings inside the caller's transaction and answers each in its place: posted, or refused with the reason. A
 * refused posting moves nothing and never fails its neighbours; a replay (same id, same content) is answered as the first
 * was and moves nothing. At most 1,000 postings. Missing accounts are opened.
 *
 * Call it once a transaction, near its end, with all postings: from here to the commit the head of the batch chain is
 * locked, so batches (and their numbers) queue one behind the other. That is the price of a gap-free chain in this first
 * form; a commit on durable storage bounds it at some thousands of calls a second. The group-commit writer will change
 * the engine and not this promise: one writer a shard keeps accounts and head in memory, collects what arrives while a
 * commit is in flight, runs the same `decide`, and sends the same statement with the same expected sequences once for all.
 */
export async function post(i: Inside, postings: readonly Posting[]): Promise<Booked[]> {
  assert(postings.length <= postingsMax, `at most ${postingsMax} postings are booked at once`)
  postings.forEach(checkPosting)
  if (postings.length === 0) return []
  const transfers = postings.flatMap((posting) => posting.transfers)
  const accountsBefore = await lockAccounts(
    i,
    transfers.flatMap((transfer) => [transfer.debit, transfer.credit]),
  )
  // Only now: whoever books the same posting or resolves the same hold had to lock the same accounts first.
  const answered = await readAnswered(
    i,
    postings.map((posting) => posting.id),
  )
  const holdsBefore = await readHolds(
    i,
    transfers.flatMap((transfer) => transfer.hold ?? []),
  )
  const book = { accounts: new Map(accountsBefore), holds: new Map(holdsBefore), answered }
  const decision = decide(book, postings)
  if (decision.postings.length > 0) {
    await askForExpiry(i, decision.journal)
    const writing = { decision, accountsBefore, accountsAfter: book.accounts, holdsBefore, holdsAfter: book.holds }
    const { number, hash } = await writeBatch(i, writing)
    // The log keeps the hash of the chain: an end cut off together with the head no longer goes unseen.
    const objects = [...new Set(postings.map(({ object }) => object))].slice(0, 10)
    record(i, { act: 'ledger.post', object: `batch:${number}`, facts: { hash, objects } })
  }
  return decision.booked
}

// One job for each moment at which a new hold ends.
async function askForExpiry(i: Inside, journal: readonly JournalRow[]): Promise<void> {
  const moments = new Set(journal.flatMap((row) => row.expiresAt ?? []))
  for (const at of moments) await addJob(i, 'ledger.expire_holds', {}, at)
}
