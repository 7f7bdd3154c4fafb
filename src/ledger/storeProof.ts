import type { Currency } from '../base/currency.ts'
import { many, one, type Query, query } from '../world/sql.ts'
import type { Inside, World } from '../world/world.ts'
import { type AccountKind, accountKinds, flagsOf } from './account.ts'
import type { JournalRow, PostingRow } from './journal.ts'
import type { TransferKind } from './posting.ts'

/** The whole proof looks at one moment of the books, whatever is booked meanwhile. First in its transaction. */
export async function freeze(i: Inside): Promise<void> {
  await i.tx.query('set transaction isolation level repeatable read, read only')
  await i.tx.query(`set local statement_timeout = '10min'`) // a hot account's whole history is one statement
}

export type Counts = { accounts: bigint; postings: bigint; transfers: bigint; holds: bigint; batches: bigint }
const counts = query<Record<never, never>, Counts & { last_account: bigint }>()`
  select (select count(*) from ledger.account where shard = 0) as accounts,
         (select count(*) from ledger.posting where shard = 0) as postings,
         (select count(*) from ledger.journal where shard = 0) as transfers,
         (select count(*) from ledger.hold where shard = 0) as holds,
         (select count(*) from ledger.batch where shard = 0) as batches,
         (select coalesce(max(id), 0) from ledger.account where shard = 0) as last_account`
export const readCounts = (i: Inside) => one(i, counts, {})

type Slice = { from: bigint; until: bigint }
export type Misstep = {
  account: bigint
  posting: string
  position: number
  seq: bigint
  nth: bigint
  balance: bigint
  running: string
}
const missteps = query<Slice & { most: number }, Misstep>()`
  select account, posting, position, seq, nth, balance, running::text from (
    select *, row_number() over (partition by account order by seq, posting, position) as turn from (
      select account, posting, position, seq, balance, row_number() over steps as nth, sum(debit - credit) over steps as running
        from ledger.leg where shard = 0 and account > ${'from'} and account <= ${'until'}
      window steps as (partition by account order by seq, posting, position rows unbounded preceding)) as walked
     where seq <> nth or balance <> running) as wrong
   where turn <= 5
   order by account, seq limit ${'most'}`
/**
 * Entries whose number is not the next one, or whose balance is not the sum so far: the first five of an account, because every
 * later one follows from them.
 */
export const readMissteps = (i: Inside, slice: Slice, most: number) => many(i, missteps, { ...slice, most })

export type Misstated = { id: bigint; kind: AccountKind; owner: string; currency: Currency; wrong: string }
const misstated = query<Slice & { most: number; kinds: string[]; flags: number[] }, Misstated>()`
  select id, kind, owner, currency, concat_ws(', ',
      case when debits_posted <> legs.debits then format('debits_posted %s, journal %s', debits_posted, legs.debits) end,
      case when credits_posted <> legs.credits then format('credits_posted %s, journal %s', credits_posted, legs.credits) end,
      case when seq <> legs.entries then format('seq %s, journal %s', seq, legs.entries) end,
      case when debits_pending <> taking.amount then format('debits_pending %s, holds %s', debits_pending, taking.amount) end,
      case when credits_pending <> giving.amount then format('credits_pending %s, holds %s', credits_pending, giving.amount) end,
      case when rule.flags is null or account.flags & 3 <> rule.flags then format('flags %s', account.flags) end,
      case when kind = 'rounding' and debits_posted <> credits_posted then 'rounding is not zero' end) as wrong
    from ledger.account as account
    left join unnest(${'kinds'}::text[], ${'flags'}::smallint[]) as rule (name, flags) on rule.name = account.kind
   cross join lateral (
    select coalesce(sum(debit), 0) as debits, coalesce(sum(credit), 0) as credits, count(*) as entries
      from ledger.leg where leg.shard = 0 and leg.account = account.id) as legs
   cross join lateral (select coalesce(sum(amount), 0) as amount from ledger.hold as hold
     where hold.shard = 0 and hold.state = 'open' and hold.debit = account.id) as taking
   cross join lateral (select coalesce(sum(amount), 0) as amount from ledger.hold as hold
     where hold.shard = 0 and hold.state = 'open' and hold.credit = account.id) as giving
   where account.shard = 0 and id > ${'from'} and id <= ${'until'}
     and (debits_posted <> legs.debits or credits_posted <> legs.credits or seq <> legs.entries
       or debits_pending <> taking.amount or credits_pending <> giving.amount
       or rule.flags is null or account.flags & 3 <> rule.flags
       or (kind = 'rounding' and debits_posted <> credits_posted))
   order by id limit ${'most'}`
/** Accounts that say something else than the journal and the open holds, or whose floor was taken away. */
export function readMisstated(i: Inside, slice: Slice, most: number): Promise<Misstated[]> {
  const kinds = Object.keys(accountKinds) as AccountKind[]
  return many(i, misstated, { ...slice, most, kinds, flags: kinds.map(flagsOf) })
}

const strayHolds = query<{ most: number }, { id: string }>()`
  with told as (
    select hold, count(*) filter (where kind = 'hold') as opened, count(*) filter (where kind <> 'hold') as ended,
           max(kind) filter (where kind <> 'hold') as how, coalesce(max(amount) filter (where kind = 'settle'), 0) as settled,
           max(amount) filter (where kind = 'hold') as amount, min(debit) as debit, min(credit) as credit,
           max(debit) as debit_max, max(credit) as credit_max, max(expires_ms) as expires_ms,
           max(object) filter (where kind = 'hold') as object, max(encode(version, 'hex')) filter (where kind = 'hold') as version
      from ledger.journal where shard = 0 and hold is not null group by hold),
  kept as (select * from ledger.hold where shard = 0)
  select coalesce(told.hold, kept.id) as id from told full join kept on kept.id = told.hold
   where told.hold is null or kept.id is null or opened <> 1 or ended > 1 or told.amount <> kept.amount
      or told.debit <> kept.debit or told.credit <> kept.credit or debit_max <> kept.debit or credit_max <> kept.credit
      or told.settled <> kept.settled or told.expires_ms is distinct from kept.expires_ms
      or told.object is distinct from kept.object or told.version is distinct from encode(kept.version, 'hex')
      or kept.state <> case how when 'settle' then 'settled' when 'void' then 'voided' when 'expire' then 'expired' else 'open' end
   order by 1 limit ${'most'}`
/** Holds that are not what the journal tells of them. */
export const readStrayHolds = (i: Inside, most: number) => many(i, strayHolds, { most })

const unbalanced = query<Record<never, never>, { currency: string; debits: string; credits: string }>()`
  select currency, sum(debits_posted)::text as debits, sum(credits_posted)::text as credits
    from ledger.account where shard = 0
   group by currency having sum(debits_posted) <> sum(credits_posted) or sum(debits_pending) <> sum(credits_pending)
   order by currency`
/** Currencies whose debits are not their credits. */
export const readUnbalanced = (i: Inside) => many(i, unbalanced, {})

/** Where a row stands in the chain of batches. */
export type Place = { batch: bigint; place: number }

export type BatchRow = { number: bigint; postings: number; transfers: number; content: string; hash: string }
/** Batches after `after` up to `until`. */
export type Span = { after: bigint; until: bigint }
const batchesIn = query<Span, BatchRow>()`
  select number, postings, transfers, encode(content, 'hex') as content, encode(hash, 'hex') as hash
    from ledger.batch where shard = 0 and number > ${'after'} and number <= ${'until'} order by number`
export const walkBatches = (i: Inside, span: Span) => walk(i, 'batches', batchesIn, span)

const batchesNamed = query<{ numbers: bigint[] }, { number: bigint; hash: string }>()`
  select number, encode(hash, 'hex') as hash from ledger.batch
   where shard = 0 and number = any(${'numbers'}::bigint[]) order by number limit 10000`
export const readBatchHashes = (w: World, numbers: readonly bigint[]) =>
  many(w, batchesNamed, { numbers: [...numbers] })

const headNow = query<Record<never, never>, { number: bigint; hash: string }>()`
  select number, encode(hash, 'hex') as hash from ledger.head where shard = 0`
export const readHead = (i: Inside) => one(i, headNow, {})

const postingsIn = query<Span, PostingRow & Place>()`
  select id, encode(digest, 'hex') as digest, object, outcome, account, batch, place from ledger.posting
   where shard = 0 and batch > ${'after'} and batch <= ${'until'} order by batch, place`
/** Postings in the order of the chain. */
export const walkPostings = (i: Inside, span: Span) => walk(i, 'postings', postingsIn, span)

type StoredTransfer = Place & {
  posting: string
  position: number
  at_ms: bigint
  kind: TransferKind
  debit: bigint
  debit_text: string
  debit_seq: bigint
  debit_balance: bigint
  credit: bigint
  credit_text: string
  credit_seq: bigint
  credit_balance: bigint
  amount: bigint
  hold: string | null
  expires_ms: bigint | null
  object: string
  version: string | null
  clause: string | null
  path: string | null
  why: string
}
const transfersIn = query<Span, StoredTransfer>()`
  select batch, place, posting, position, at_ms, journal.kind, debit, debit_seq, debit_balance, credit, credit_seq,
         credit_balance, amount, hold, expires_ms, object, encode(version, 'hex') as version, clause, path, why,
         concat_ws(' ', source.kind, source.owner, source.currency) as debit_text,
         concat_ws(' ', target.kind, target.owner, target.currency) as credit_text
    from ledger.journal as journal
    left join ledger.account as source on source.shard = journal.shard and source.id = journal.debit
    left join ledger.account as target on target.shard = journal.shard and target.id = journal.credit
   where journal.shard = 0 and batch > ${'after'} and batch <= ${'until'} order by batch, place`

/** The journal in the order of the chain, each row with its place. */
export async function* walkJournal(i: Inside, span: Span): AsyncGenerator<JournalRow & Place> {
  for await (const stored of walk(i, 'transfers', transfersIn, span)) {
    const { at_ms, expires_ms, debit_text, debit_seq, debit_balance, credit_text, credit_seq, credit_balance, ...row } =
      stored
    yield {
      ...row,
      at: Number(at_ms),
      expiresAt: expires_ms === null ? null : Number(expires_ms),
      debit: { id: row.debit, text: debit_text, sequence: debit_seq, balance: debit_balance },
      credit: { id: row.credit, text: credit_text, sequence: credit_seq, balance: credit_balance },
    }
  }
}

const rowsAtOnce = 1_000

// A cursor of the transaction: one plan, one pass, a thousand rows in memory, however long the table is.
async function* walk<Row extends object>(
  i: Inside,
  name: string,
  q: Query<Span, Row>,
  span: Span,
): AsyncGenerator<Row> {
  const values = q.holes.map((hole) => String(span[hole]))
  await i.tx.query(`declare ${name} no scroll cursor for ${q.text}`, values)
  for (;;) {
    const { rows } = await i.tx.query<Row>(`fetch ${rowsAtOnce} from ${name}`)
    yield* rows
    if (rows.length < rowsAtOnce) return
  }
}
