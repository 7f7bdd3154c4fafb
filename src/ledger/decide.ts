import { assert, present } from '../base/assert.ts'
import type { Digest } from '../base/digest.ts'
import { minorMax } from '../base/money.ts'
import type { Instant } from '../base/time.ts'
import { type AccountKey, accountKinds, accountText, hasFloor, onOwnSide } from './account.ts'
import type { JournalRow, Leg, PostingRow } from './journal.ts'
import { type Booked, digestOfPosting, type Posting, type Refusal, type Transfer } from './posting.ts'

export type AccountState = {
  readonly id: bigint
  readonly key: AccountKey
  readonly debitsPosted: bigint
  readonly creditsPosted: bigint
  readonly debitsPending: bigint
  readonly creditsPending: bigint
  readonly sequence: bigint
  readonly ceiling: bigint | null
  readonly closed: boolean
}

export type HoldState = {
  readonly id: string
  readonly debit: bigint
  readonly credit: bigint
  readonly amount: bigint
  readonly settled: bigint
  readonly state: 'open' | 'settled' | 'voided' | 'expired'
  readonly expiresAt: Instant | null
  readonly object: string
  readonly version: Digest | null
}

/** All that a decision may look at: the accounts and holds that the postings name, and what was answered before. */
export type Book = {
  readonly accounts: Map<string, AccountState>
  readonly holds: Map<string, HoldState>
  readonly answered: Map<string, { digest: Digest; booked: Booked }>
}

export type Decision = { booked: Booked[]; postings: PostingRow[]; journal: JournalRow[]; holds: Set<string> }

/**
 * Decides postings one by one in their order: posted, refused, or answered as before. A refused posting leaves no trace
 * on the book and never fails its neighbours. Pure but for `book`, which is moved to the state after.
 * Floors and ceilings are looked at when a posting is whole: inside it the order of its transfers does not matter.
 */
export function decide(book: Book, postings: readonly Posting[]): Decision {
  const decision: Decision = { booked: [], postings: [], journal: [], holds: new Set() }
  for (const posting of postings) {
    const digest = digestOfPosting(posting)
    const before = book.answered.get(posting.id)
    if (before) {
      const same = before.digest === digest
      decision.booked.push(same ? before.booked : { outcome: 'refused', id: posting.id, because: 'duplicate-differs' })
      continue
    }
    const booked = decideOne(book, posting, digest, decision)
    book.answered.set(posting.id, { digest, booked })
    decision.booked.push(booked)
  }
  return decision
}

type Draft = { book: Book; accounts: Map<string, AccountState>; holds: Map<string, HoldState> }
type No = { because: Exclude<Refusal, 'duplicate-differs'>; account: AccountKey }

function decideOne(book: Book, posting: Posting, digest: Digest, decision: Decision): Booked {
  const draft: Draft = { book, accounts: new Map(), holds: new Map() }
  const rows: JournalRow[] = []
  let no: No | null = null
  for (const [position, transfer] of posting.transfers.entries()) {
    no = refusalOf(draft, posting, transfer)
    if (no) break
    rows.push(apply(draft, posting, position, transfer))
  }
  no ??= brokenRule(draft)
  const { id, object } = posting
  const account = no ? stateOf(draft, no.account).id : null
  decision.postings.push({ id, digest, object, outcome: no?.because ?? 'posted', account })
  if (no) return { outcome: 'refused', id, because: no.because, account: no.account }
  for (const [text, state] of draft.accounts) book.accounts.set(text, state)
  for (const [hold, state] of draft.holds) {
    book.holds.set(hold, state)
    decision.holds.add(hold)
  }
  decision.journal.push(...rows)
  return { outcome: 'posted', id }
}

// What a transfer is refused for by itself, before anything moves.
function refusalOf(draft: Draft, posting: Posting, transfer: Transfer): No | null {
  const { debit, credit, amount, kind = 'direct' } = transfer
  if (kind === 'direct' || kind === 'hold') {
    const shut = [debit, credit].find((key) => stateOf(draft, key).closed)
    if (shut) return { because: 'closed', account: shut }
  }
  if (kind === 'direct') return null
  const hold = holdOf(draft, transfer)
  if (kind === 'hold') return hold ? { because: 'closed', account: debit } : null // its name is taken
  if (hold?.state !== 'open') return { because: 'closed', account: debit }
  assert(
    hold.debit === stateOf(draft, debit).id && hold.credit === stateOf(draft, credit).id,
    `hold ${hold.id} is resolved between its own two accounts`,
  )
  const over = hold.expiresAt !== null && hold.expiresAt <= posting.at
  if (kind === 'expire' ? !over : kind === 'settle' && over) return { because: 'closed', account: debit }
  if (kind === 'settle') return amount.minor > hold.amount ? { because: 'insufficient', account: debit } : null
  assert(amount.minor === hold.amount, `hold ${hold.id} is released whole`)
  return null
}

// The rules of the accounts, once the posting is whole. What only makes things better is never refused.
function brokenRule(draft: Draft): No | null {
  for (const [text, after] of draft.accounts) {
    const { key } = after
    const before = present(draft.book.accounts.get(text), 'a drafted account is in the book')
    const most = after.debitsPosted + after.debitsPending
    if (most > minorMax || after.creditsPosted + after.creditsPending > minorMax)
      return { because: 'limit', account: key }
    if (hasFloor(key.kind) && available(after) < 0n && available(after) < available(before)) {
      return { because: 'insufficient', account: key }
    }
    if (after.ceiling !== null && reach(after) > after.ceiling && reach(after) > reach(before)) {
      return { because: 'limit', account: key }
    }
  }
  return null
}

/** What may still be taken out: holds that would take are counted as taken, holds that would give are not counted. */
export function available(state: Omit<AccountState, 'id'>): bigint {
  const { key, debitsPosted, creditsPosted, debitsPending, creditsPending } = state
  const [debits, credits] = accountKinds[key.kind].normal === 'debit' ? [0n, creditsPending] : [debitsPending, 0n]
  return onOwnSide(key, debitsPosted + debits, creditsPosted + credits).minor
}

// How high the balance would become if every hold that would give came through: what a ceiling looks at.
function reach(state: AccountState): bigint {
  const { key, debitsPosted, creditsPosted, debitsPending, creditsPending } = state
  const [debits, credits] = accountKinds[key.kind].normal === 'debit' ? [debitsPending, 0n] : [0n, creditsPending]
  return onOwnSide(key, debitsPosted + debits, creditsPosted + credits).minor
}

function apply(draft: Draft, posting: Posting, position: number, transfer: Transfer): JournalRow {
  const { kind = 'direct', amount, expiresAt = null } = transfer
  const held =
    kind === 'direct' ? 0n : kind === 'hold' ? amount.minor : -present(holdOf(draft, transfer), 'it is open').amount
  const posted = kind === 'direct' || kind === 'settle' ? amount.minor : 0n
  const debit = moveDebit(draft, transfer.debit, posted, held)
  const credit = moveCredit(draft, transfer.credit, posted, held)
  if (kind !== 'direct') keepHold(draft, posting, transfer, debit.id, credit.id)
  return {
    posting: posting.id,
    position,
    at: posting.at,
    kind,
    debit,
    credit,
    amount: amount.minor,
    hold: transfer.hold ?? null,
    expiresAt,
    object: posting.object,
    version: posting.version,
    clause: transfer.clause,
    path: transfer.path,
    why: transfer.why,
  }
}

function moveDebit(draft: Draft, key: AccountKey, posted: bigint, held: bigint): Leg {
  const state = stateOf(draft, key)
  const debitsPosted = state.debitsPosted + posted
  return keep(draft, {
    ...state,
    debitsPosted,
    debitsPending: state.debitsPending + held,
    sequence: state.sequence + 1n,
  })
}

function moveCredit(draft: Draft, key: AccountKey, posted: bigint, held: bigint): Leg {
  const state = stateOf(draft, key)
  const creditsPosted = state.creditsPosted + posted
  return keep(draft, {
    ...state,
    creditsPosted,
    creditsPending: state.creditsPending + held,
    sequence: state.sequence + 1n,
  })
}

function keep(draft: Draft, state: AccountState): Leg {
  const text = accountText(state.key)
  draft.accounts.set(text, state)
  return { id: state.id, text, sequence: state.sequence, balance: state.debitsPosted - state.creditsPosted }
}

function keepHold(draft: Draft, posting: Posting, transfer: Transfer, debit: bigint, credit: bigint): void {
  const { amount, kind, expiresAt = null } = transfer
  const id = present(transfer.hold, 'a hold has its name')
  if (kind === 'hold') {
    const { object, version } = posting
    draft.holds.set(id, {
      id,
      debit,
      credit,
      amount: amount.minor,
      settled: 0n,
      state: 'open',
      expiresAt,
      object,
      version,
    })
    return
  }
  const hold = present(holdOf(draft, transfer), 'only an open hold is resolved')
  const state = kind === 'settle' ? 'settled' : kind === 'void' ? 'voided' : 'expired'
  draft.holds.set(id, { ...hold, state, settled: kind === 'settle' ? amount.minor : 0n })
}

function stateOf(draft: Draft, key: AccountKey): AccountState {
  const text = accountText(key)
  return present(draft.accounts.get(text) ?? draft.book.accounts.get(text), `${text} is in the book`)
}

function holdOf(draft: Draft, transfer: Transfer): HoldState | undefined {
  const id = transfer.hold ?? ''
  return draft.holds.get(id) ?? draft.book.holds.get(id)
}
