import type { Digest } from '../base/digest.ts'
import type { Currency } from '../base/currency.ts'
import { many, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { type AccountKey, type AccountKind, accountText, flag, flagsOf } from './account.ts'
import type { AccountState, Decision, HoldState } from './decide.ts'
import { contentOfBatch } from './journal.ts'
import type { Booked, Refusal } from './posting.ts'

type Keys = { kinds: string[]; owners: string[]; currencies: string[] }
export type AccountRow = {
  id: bigint
  kind: AccountKind
  owner: string
  currency: Currency
  debits_posted: bigint
  credits_posted: bigint
  debits_pending: bigint
  credits_pending: bigint
  seq: bigint
  flags: number
  ceiling: bigint | null
}

// Locks only when every account is there, so that rows are always locked in one order (see lockAccounts).
const lockAll = query<Keys, AccountRow>()`
  with wanted as (
    select * from unnest(${'kinds'}::text[], ${'owners'}::text[], ${'currencies'}::text[])
      with ordinality as key (kind, owner, currency, nth))
  select account.id, account.kind, account.owner, account.currency, debits_posted, credits_posted, debits_pending,
         credits_pending, seq, flags, ceiling
    from wanted join ledger.account as account
      on account.shard = 0 and account.kind = wanted.kind and account.owner = wanted.owner
     and account.currency = wanted.currency
   where cardinality(${'kinds'}::text[]) = (
     select count(*) from wanted as key join ledger.account as present
       on present.shard = 0 and present.kind = key.kind and present.owner = key.owner and present.currency = key.currency)
   order by wanted.nth
     for update of account`

// Opens what is missing and locks what is there, one after the other in the given order: "do update … where false" locks
// the row that is in the way and changes nothing.
const openOrLock = query<Keys & { flags: number[] }>()`
  insert into ledger.account (shard, kind, owner, currency, flags)
  select 0, key.kind, key.owner, key.currency, key.flags
    from unnest(${'kinds'}::text[], ${'owners'}::text[], ${'currencies'}::text[], ${'flags'}::smallint[])
      with ordinality as key (kind, owner, currency, flags, nth)
   order by key.nth
      on conflict (shard, kind, owner, currency) do update set seq = ledger.account.seq where false`

/** The accounts, opened where missing, locked until the transaction ends, by their text. Keys: distinct, in lock order. */
export async function openAndLock(i: Inside, keys: readonly AccountKey[]): Promise<Map<string, AccountState>> {
  const columns = {
    kinds: keys.map((key) => key.kind),
    owners: keys.map((key) => key.owner),
    currencies: keys.map((key) => key.currency),
  }
  let rows = await many(i, lockAll, columns)
  if (rows.length < keys.length) {
    await run(i, openOrLock, { ...columns, flags: keys.map((key) => flagsOf(key.kind)) })
    rows = await many(i, lockAll, columns)
  }
  return new Map(rows.map((row) => [accountText(row), stateOfRow(row)]))
}

export function stateOfRow(row: AccountRow): AccountState {
  return {
    id: row.id,
    key: { kind: row.kind, owner: row.owner, currency: row.currency },
    debitsPosted: row.debits_posted,
    creditsPosted: row.credits_posted,
    debitsPending: row.debits_pending,
    creditsPending: row.credits_pending,
    sequence: row.seq,
    ceiling: row.ceiling,
    closed: (row.flags & flag.closed) !== 0,
  }
}

type AnsweredRow = { id: string; digest: string; outcome: 'posted' | Refusal } & (
  | { kind: AccountKind; owner: string; currency: Currency }
  | { kind: null }
)
const answeredBefore = query<{ ids: string[] }, AnsweredRow>()`
  select posting.id, encode(posting.digest, 'hex') as digest, outcome, kind, owner, currency
    from ledger.posting as posting left join ledger.account as account
      on account.shard = 0 and account.id = posting.account
   where posting.shard = 0 and posting.id = any(${'ids'}::uuid[])`

/** What these postings were answered the first time. */
export async function readAnswered(i: Inside, ids: string[]): Promise<Map<string, { digest: Digest; booked: Booked }>> {
  const rows = await many(i, answeredBefore, { ids })
  return new Map(rows.map((row) => [row.id, { digest: row.digest, booked: bookedOf(row) }]))
}

function bookedOf(row: AnsweredRow): Booked {
  if (row.outcome === 'posted') return { outcome: 'posted', id: row.id }
  const refused = { outcome: 'refused', id: row.id, because: row.outcome } as const
  if (row.kind === null) return refused
  return { ...refused, account: { kind: row.kind, owner: row.owner, currency: row.currency } }
}

type HoldRow = {
  id: string
  debit: bigint
  credit: bigint
  amount: bigint
  settled: bigint
  state: HoldState['state']
  expires_ms: bigint | null
  object: string
  version: string | null
}
const holdsNamed = query<{ ids: string[] }, HoldRow>()`
  select id, debit, credit, amount, settled, state, expires_ms, object, encode(version, 'hex') as version
    from ledger.hold where shard = 0 and id = any(${'ids'}::uuid[])`

/** The holds of these names. Whoever resolves one has locked its two accounts, so it does not change meanwhile. */
export async function readHolds(w: World, ids: string[]): Promise<Map<string, HoldState>> {
  if (ids.length === 0) return new Map()
  const rows = await many(w, holdsNamed, { ids })
  return new Map(rows.map(({ expires_ms, ...row }) => [row.id, { ...row, expiresAt: expires_ms === null ? null : Number(expires_ms) }]))
}

// The whole batch in one portable statement. The head of the chain is moved in it, so that its row is locked last and
// for the shortest time; every count must be what was decided, else the decision was stale and 1/0 ends the transaction.
const writeAll = query<Columns, { number: bigint }>()`
  with head as (
    update ledger.head
       set number = number + 1, hash = sha256(hash || int8send(number + 1) || decode(${'content'}, 'hex'))
     where shard = 0 returning number, hash),
  batch as (
    insert into ledger.batch (shard, number, at_ms, postings, transfers, content, hash)
    select 0, number, ${'at'}::bigint, cardinality(${'p_id'}::uuid[]), cardinality(${'j_posting'}::uuid[]),
           decode(${'content'}, 'hex'), hash from head returning number),
  moved as (
    update ledger.account as account
       set debits_posted = change.debits_posted, credits_posted = change.credits_posted,
           debits_pending = change.debits_pending, credits_pending = change.credits_pending, seq = change.seq
      from unnest(${'a_id'}::bigint[], ${'a_debits_posted'}::bigint[], ${'a_credits_posted'}::bigint[],
                  ${'a_debits_pending'}::bigint[], ${'a_credits_pending'}::bigint[], ${'a_seq'}::bigint[],
                  ${'a_expected'}::bigint[])
        as change (id, debits_posted, credits_posted, debits_pending, credits_pending, seq, expected)
     where account.shard = 0 and account.id = change.id and account.seq = change.expected
    returning 1),
  answered as (
    insert into ledger.posting (shard, id, digest, object, outcome, account, batch, place)
    select 0, row.id, decode(row.digest, 'hex'), row.object, row.outcome, row.account, head.number, row.nth - 1
      from head, unnest(${'p_id'}::uuid[], ${'p_digest'}::text[], ${'p_object'}::text[], ${'p_outcome'}::text[],
                        ${'p_account'}::bigint[]) with ordinality as row (id, digest, object, outcome, account, nth)
    returning 1),
  journal as (
    insert into ledger.journal (shard, batch, place, posting, position, at_ms, kind, debit, debit_seq, debit_balance,
      credit, credit_seq, credit_balance, amount, hold, expires_ms, object, version, clause, path, why)
    select 0, head.number, row.nth - 1, row.posting, row.position, row.at_ms, row.kind, row.debit, row.debit_seq,
           row.debit_balance, row.credit, row.credit_seq, row.credit_balance, row.amount, row.hold, row.expires_ms,
           row.object, decode(row.version, 'hex'), row.clause, row.path, row.why
      from head, unnest(
        ${'j_posting'}::uuid[], ${'j_position'}::smallint[], ${'j_at'}::bigint[], ${'j_kind'}::text[],
        ${'j_debit'}::bigint[], ${'j_debit_seq'}::bigint[], ${'j_debit_balance'}::bigint[],
        ${'j_credit'}::bigint[], ${'j_credit_seq'}::bigint[], ${'j_credit_balance'}::bigint[], ${'j_amount'}::bigint[],
        ${'j_hold'}::uuid[], ${'j_expires'}::bigint[], ${'j_object'}::text[], ${'j_version'}::text[],
        ${'j_clause'}::text[], ${'j_path'}::text[], ${'j_why'}::text[]) with ordinality as row (
        posting, position, at_ms, kind, debit, debit_seq, debit_balance, credit, credit_seq, credit_balance, amount,
        hold, expires_ms, object, version, clause, path, why, nth)
    returning 1),
  opened as (
    insert into ledger.hold (shard, id, debit, credit, amount, settled, state, expires_ms, object, version)
    select 0, row.id, row.debit, row.credit, row.amount, row.settled, row.state, row.expires_ms, row.object,
           decode(row.version, 'hex')
      from unnest(${'h_id'}::uuid[], ${'h_debit'}::bigint[], ${'h_credit'}::bigint[], ${'h_amount'}::bigint[],
                  ${'h_settled'}::bigint[], ${'h_state'}::text[], ${'h_expires'}::bigint[], ${'h_object'}::text[],
                  ${'h_version'}::text[])
        as row (id, debit, credit, amount, settled, state, expires_ms, object, version)),
  resolved as (
    update ledger.hold as hold set state = change.state, settled = change.settled
      from unnest(${'r_id'}::uuid[], ${'r_state'}::text[], ${'r_settled'}::bigint[]) as change (id, state, settled)
     where hold.shard = 0 and hold.id = change.id and hold.state = 'open'
    returning 1)
  select number, 1 / (case when (select count(*) from moved) = cardinality(${'a_id'}::bigint[])
                            and (select count(*) from resolved) = cardinality(${'r_id'}::uuid[]) then 1 else 0 end)
    from batch`

type Columns = { content: string; at: number } & Record<
  `a_${'id' | 'debits_posted' | 'credits_posted' | 'debits_pending' | 'credits_pending' | 'seq' | 'expected'}`,
  bigint[]
> &
  Record<`p_${'id' | 'digest' | 'object' | 'outcome'}`, string[]> & { p_account: (bigint | null)[] } & Record<
    `j_${'posting' | 'kind' | 'object' | 'why'}`,
    string[]
  > &
  Record<`j_${'debit' | 'debit_seq' | 'debit_balance' | 'credit' | 'credit_seq' | 'credit_balance' | 'amount'}`, bigint[]> &
  Record<`j_${'hold' | 'version' | 'clause' | 'path'}`, (string | null)[]> & {
    j_position: number[]
    j_at: number[]
    j_expires: (number | null)[]
  } & Record<`h_${'debit' | 'credit' | 'amount' | 'settled'}` | 'r_settled', bigint[]> &
  Record<'h_id' | 'h_state' | 'h_object' | 'r_id' | 'r_state', string[]> & {
    h_version: (string | null)[]
    h_expires: (number | null)[]
  }

export type Writing = {
  decision: Decision
  accountsBefore: ReadonlyMap<string, AccountState>
  accountsAfter: ReadonlyMap<string, AccountState>
  holdsBefore: ReadonlyMap<string, HoldState>
  holdsAfter: ReadonlyMap<string, HoldState>
}

// 22012 is the guard of the statement; 23505 an id that another transaction booked meanwhile.
const staleCodes = new Set(['22012', '23505'])

/**
 * Writes what was decided as the next batch and answers its number. A stale decision ends the transaction with the code of a
 * serialisation failure (40001), after which `command` decides again from the start.
 */
export async function writeBatch(i: Inside, writing: Writing): Promise<bigint> {
  try {
    return (await one(i, writeAll, columnsOf(i.now(), writing))).number
  } catch (error) {
    if (!staleCodes.has((error as { code?: string }).code ?? '')) throw error
    throw Object.assign(new Error('the decision was stale', { cause: error }), { code: '40001' })
  }
}

function columnsOf(at: number, writing: Writing): Columns {
  const { postings, journal } = writing.decision
  const content = contentOfBatch(postings, journal)
  return { content, at, ...accountColumns(writing), ...postingColumns(postings), ...journalColumns(journal), ...holdColumns(writing) }
}

function accountColumns({ accountsBefore, accountsAfter }: Writing) {
  const changed = [...accountsAfter].filter(([text, state]) => accountsBefore.get(text) !== state)
  const states = changed.map(([, state]) => state)
  return {
    a_id: states.map((state) => state.id),
    a_debits_posted: states.map((state) => state.debitsPosted),
    a_credits_posted: states.map((state) => state.creditsPosted),
    a_debits_pending: states.map((state) => state.debitsPending),
    a_credits_pending: states.map((state) => state.creditsPending),
    a_seq: states.map((state) => state.sequence),
    a_expected: changed.map(([text]) => accountsBefore.get(text)?.sequence ?? 0n),
  }
}

function postingColumns(rows: Decision['postings']) {
  return {
    p_id: rows.map((row) => row.id),
    p_digest: rows.map((row) => row.digest),
    p_object: rows.map((row) => row.object),
    p_outcome: rows.map((row) => row.outcome as string),
    p_account: rows.map((row) => row.account),
  }
}

function journalColumns(rows: Decision['journal']) {
  return {
    j_posting: rows.map((row) => row.posting),
    j_position: rows.map((row) => row.position),
    j_at: rows.map((row) => row.at),
    j_kind: rows.map((row) => row.kind as string),
    j_debit: rows.map((row) => row.debit.id),
    j_debit_seq: rows.map((row) => row.debit.sequence),
    j_debit_balance: rows.map((row) => row.debit.balance),
    j_credit: rows.map((row) => row.credit.id),
    j_credit_seq: rows.map((row) => row.credit.sequence),
    j_credit_balance: rows.map((row) => row.credit.balance),
    j_amount: rows.map((row) => row.amount),
    j_hold: rows.map((row) => row.hold),
    j_expires: rows.map((row) => row.expiresAt),
    j_object: rows.map((row) => row.object),
    j_version: rows.map((row) => row.version),
    j_clause: rows.map((row) => row.clause),
    j_path: rows.map((row) => row.path),
    j_why: rows.map((row) => row.why),
  }
}

function holdColumns({ decision, holdsBefore, holdsAfter }: Writing) {
  const changed = [...decision.holds].flatMap((id) => holdsAfter.get(id) ?? [])
  const opened = changed.filter((hold) => !holdsBefore.has(hold.id))
  const resolved = changed.filter((hold) => holdsBefore.has(hold.id))
  return {
    h_id: opened.map((hold) => hold.id),
    h_debit: opened.map((hold) => hold.debit),
    h_credit: opened.map((hold) => hold.credit),
    h_amount: opened.map((hold) => hold.amount),
    h_settled: opened.map((hold) => hold.settled),
    h_state: opened.map((hold) => hold.state as string),
    h_expires: opened.map((hold) => hold.expiresAt),
    h_object: opened.map((hold) => hold.object),
    h_version: opened.map((hold) => hold.version),
    r_id: resolved.map((hold) => hold.id),
    r_state: resolved.map((hold) => hold.state as string),
    r_settled: resolved.map((hold) => hold.settled),
  }
}
