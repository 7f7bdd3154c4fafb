import type { Currency } from '../base/currency.ts'
import type { Digest } from '../base/digest.ts'
import { record } from '../world/record.ts'
import { many, maybe, one, query, run } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { type AccountKey, type AccountKind, accountText, flag, flagsOf } from './account.ts'
import { type Columns, columnsOf, type Writing } from './columns.ts'
import type { AccountState, HoldState } from './decide.ts'
import type { Booked, Refusal, TransferKind } from './posting.ts'

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

// Locks only when every account is there, so that rows are always locked in one order (see lockAccounts). The shard comes
// with the keys, out of the planner's sight: without statistics it takes "shard = 0" for rare and reads the whole table.
const lockAll = query<Keys, AccountRow>()`
  with wanted as materialized (
    select 0::smallint as shard, key.* from unnest(${'kinds'}::text[], ${'owners'}::text[], ${'currencies'}::text[])
      with ordinality as key (kind, owner, currency, nth))
  select account.id, account.kind, account.owner, account.currency, debits_posted, credits_posted, debits_pending,
         credits_pending, seq, flags, ceiling
    from wanted join ledger.account as account
      on account.shard = wanted.shard and account.kind = wanted.kind and account.owner = wanted.owner
     and account.currency = wanted.currency
   where cardinality(${'kinds'}::text[]) = (
     select count(*) from wanted as key join ledger.account as present
       on present.shard = key.shard and present.kind = key.kind and present.owner = key.owner
      and present.currency = key.currency)
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
    record(i, {
      act: 'ledger.open_accounts',
      object: keys[0] ? accountText(keys[0]) : '',
      facts: { keys: keys.length },
    })
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
  return new Map(
    rows.map(({ expires_ms, ...row }) => [
      row.id,
      { ...row, expiresAt: expires_ms === null ? null : Number(expires_ms) },
    ]),
  )
}

// The whole batch in one portable statement. The head of the chain is moved in it, so that its row is locked last and
// for the shortest time; every count must be what was decided, else the decision was stale and 1/0 ends the transaction.
const writeAll = query<Columns, { number: bigint; hash: Digest }>()`
  with head as (
    update ledger.head
       set number = number + 1, hash = sha256(hash || int8send(number + 1) || decode(${'content'}, 'hex'))
     where shard = 0 returning number, hash),
  batch as (
    insert into ledger.batch (shard, number, at_ms, postings, transfers, content, hash)
    select 0, number, ${'at'}::bigint, cardinality(${'p_id'}::uuid[]), cardinality(${'j_posting'}::uuid[]),
           decode(${'content'}, 'hex'), hash from head returning number, encode(hash, 'hex') as hash),
  change as materialized (
    select 0::smallint as shard, row.* from unnest(
        ${'a_id'}::bigint[], ${'a_debits_posted'}::bigint[], ${'a_credits_posted'}::bigint[],
        ${'a_debits_pending'}::bigint[], ${'a_credits_pending'}::bigint[], ${'a_seq'}::bigint[], ${'a_expected'}::bigint[])
        as row (id, debits_posted, credits_posted, debits_pending, credits_pending, seq, expected)),
  moved as (
    update ledger.account as account
       set debits_posted = change.debits_posted, credits_posted = change.credits_posted,
           debits_pending = change.debits_pending, credits_pending = change.credits_pending, seq = change.seq
      from change
     where account.shard = change.shard and account.id = change.id and account.seq = change.expected
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
  ending as materialized (
    select 0::smallint as shard, row.*
      from unnest(${'r_id'}::uuid[], ${'r_state'}::text[], ${'r_settled'}::bigint[]) as row (id, state, settled)),
  resolved as (
    update ledger.hold as hold set state = ending.state, settled = ending.settled from ending
     where hold.shard = ending.shard and hold.id = ending.id and hold.state = 'open'
    returning 1)
  select number, hash, 1 / (case when (select count(*) from moved) = cardinality(${'a_id'}::bigint[])
                            and (select count(*) from resolved) = cardinality(${'r_id'}::uuid[]) then 1 else 0 end)
    from batch`

// 22012 is the guard of the statement; 23505 an id that another transaction booked meanwhile.
const staleCodes = new Set(['22012', '23505'])

/**
 * Writes what was decided as the next batch and answers its number and its hash in the chain. A stale decision ends the transaction with the code of a
 * serialisation failure (40001), after which `command` decides again from the start.
 */
export async function writeBatch(i: Inside, writing: Writing): Promise<{ number: bigint; hash: Digest }> {
  try {
    return await one(i, writeAll, columnsOf(i.now(), writing))
  } catch (error) {
    if (!staleCodes.has((error as { code?: string }).code ?? '')) throw error
    throw Object.assign(new Error('the decision was stale', { cause: error }), { code: '40001' })
  }
}

const accountOfKey = query<{ kind: string; owner: string; currency: string }, AccountRow>()`
  select id, kind, owner, currency, debits_posted, credits_posted, debits_pending, credits_pending, seq, flags, ceiling
    from ledger.account
   where shard = 0 and kind = ${'kind'} and owner = ${'owner'} and currency = ${'currency'}`

const accountOfId = query<{ id: bigint }, AccountRow>()`
  select id, kind, owner, currency, debits_posted, credits_posted, debits_pending, credits_pending, seq, flags, ceiling
    from ledger.account where shard = 0 and id = ${'id'}`

export type AccountFilter = {
  kind: string | null
  owner: string | null
  currency: string | null
  after: bigint
  most: number
}
const accountsWhere = query<AccountFilter, AccountRow>()`
  select id, kind, owner, currency, debits_posted, credits_posted, debits_pending, credits_pending, seq, flags, ceiling
    from ledger.account
   where shard = 0 and id > ${'after'}
     and (${'kind'}::text is null or kind = ${'kind'})
     and (${'owner'}::text is null or owner = ${'owner'})
     and (${'currency'}::text is null or currency = ${'currency'})
   order by id limit ${'most'}`

export const readAccount = async (w: World, key: AccountKey): Promise<AccountState | null> => {
  const row = await maybe(w, accountOfKey, { kind: key.kind, owner: key.owner, currency: key.currency })
  return row && stateOfRow(row)
}
export const readAccountById = async (w: World, id: bigint): Promise<AccountState | null> => {
  const row = await maybe(w, accountOfId, { id })
  return row && stateOfRow(row)
}
export const readAccounts = async (w: World, filter: AccountFilter): Promise<AccountState[]> =>
  (await many(w, accountsWhere, filter)).map(stateOfRow)

const changeRule = query<{ id: bigint; ceiling: bigint | null; closed: number }>()`
  update ledger.account set ceiling = ${'ceiling'}::bigint, flags = (flags & 3) | ${'closed'}::smallint
   where shard = 0 and id = ${'id'}`

/** Sets the ceiling and the closed mark of a locked account. */
export async function writeRule(i: Inside, state: AccountState): Promise<void> {
  await run(i, changeRule, { id: state.id, ceiling: state.ceiling, closed: state.closed ? flag.closed : 0 })
}

export type TrialSum = { kind: AccountKind; currency: Currency; accounts: bigint; debits: bigint; credits: bigint }
const trialNow = query<Record<never, never>, TrialSum>()`
  select kind, currency, count(*) as accounts, sum(debits_posted)::bigint as debits, sum(credits_posted)::bigint as credits
    from ledger.account where shard = 0 and seq > 0 group by kind, currency order by kind, currency`

const trialThen = query<{ at: number }, TrialSum>()`
  select account.kind, account.currency, count(*) as accounts, sum(leg.debits)::bigint as debits,
         sum(leg.credits)::bigint as credits
    from (select account, sum(debit) as debits, sum(credit) as credits from ledger.leg
           where shard = 0 and at_ms <= ${'at'} group by account) as leg
    join ledger.account as account on account.shard = 0 and account.id = leg.account
   group by account.kind, account.currency order by account.kind, account.currency`

/** Sums by kind and currency: as stored, or as of a moment from the journal alone. */
export const readTrial = (w: World, at: number | null): Promise<TrialSum[]> =>
  at === null ? many(w, trialNow, {}) : many(w, trialThen, { at })

export type LegRow = {
  seq: bigint
  side: 'debit' | 'credit'
  balance: bigint
  amount: bigint
  kind: TransferKind
  posting: string
  position: number
  batch: bigint
  at_ms: bigint
  hold: string | null
  object: string
  version: string | null
  clause: string | null
  path: string | null
  why: string
  other_kind: AccountKind
  other_owner: string
  other_currency: Currency
}
const legsBefore = query<{ account: bigint; before: bigint; most: number }, LegRow>()`
  select leg.seq, side, balance, amount, leg.kind, posting, position, batch, at_ms, hold, object,
         encode(version, 'hex') as version, clause, path, why,
         other.kind as other_kind, other.owner as other_owner, other.currency as other_currency
    from ledger.leg as leg join ledger.account as other on other.shard = 0 and other.id = leg.other
   where leg.shard = 0 and leg.account = ${'account'} and leg.seq < ${'before'}
   order by leg.seq desc limit ${'most'}`

/** The entries of an account, newest first. */
export const readLegs = (w: World, account: bigint, before: bigint, most: number): Promise<LegRow[]> =>
  many(w, legsBefore, { account, before, most })

export type TransferRow = Omit<LegRow, 'seq' | 'side' | 'balance' | `other_${string}`> &
  Record<`${'debit' | 'credit'}_kind`, AccountKind> &
  Record<`${'debit' | 'credit'}_owner`, string> &
  Record<`${'debit' | 'credit'}_currency`, Currency> &
  Record<'debit' | 'debit_seq' | 'debit_balance' | 'credit' | 'credit_seq' | 'credit_balance', bigint>

const transfersOf = query<{ object: string; most: number }, TransferRow>()`
  select journal.posting, position, journal.batch, at_ms, journal.kind, amount, hold, journal.object,
         encode(version, 'hex') as version, clause, path, why,
         debit, debit_seq, debit_balance, credit, credit_seq, credit_balance,
         source.kind as debit_kind, source.owner as debit_owner, source.currency as debit_currency,
         target.kind as credit_kind, target.owner as credit_owner, target.currency as credit_currency
    from ledger.posting as posting
    join ledger.journal as journal on journal.shard = 0 and journal.posting = posting.id
    join ledger.account as source on source.shard = 0 and source.id = journal.debit
    join ledger.account as target on target.shard = 0 and target.id = journal.credit
   where posting.shard = 0 and posting.object = ${'object'}
   order by journal.batch, journal.place limit ${'most'}`

/** What was booked for an object, in order. */
export const readTransfers = (w: World, object: string, most: number): Promise<TransferRow[]> =>
  many(w, transfersOf, { object, most })

type DueRow = { id: string; amount: bigint; object: string; version: string | null } & Pick<
  TransferRow,
  `${'debit' | 'credit'}_${'kind' | 'owner' | 'currency'}`
>
const holdsDue = query<{ now: number; most: number }, DueRow>()`
  select hold.id, hold.amount, hold.object, encode(hold.version, 'hex') as version,
         source.kind as debit_kind, source.owner as debit_owner, source.currency as debit_currency,
         target.kind as credit_kind, target.owner as credit_owner, target.currency as credit_currency
    from ledger.hold as hold
    join ledger.account as source on source.shard = 0 and source.id = hold.debit
    join ledger.account as target on target.shard = 0 and target.id = hold.credit
   where hold.shard = 0 and hold.state = 'open' and hold.expires_ms <= ${'now'}
   order by hold.expires_ms limit ${'most'}`

/** Open holds whose time has passed, the oldest first. */
export const readHoldsDue = (w: World, now: number, most: number): Promise<DueRow[]> => many(w, holdsDue, { now, most })
