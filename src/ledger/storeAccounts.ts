import type { Currency } from '../base/currency.ts'
import { many, query } from '../world/sql.ts'
import type { World } from '../world/world.ts'
import type { AccountKind } from './account.ts'
import type { LegRow } from './store.ts'

// Reading accounts one by one: as they stand, and as they stood.

export type SumsRow = {
  id: bigint
  kind: AccountKind
  owner: string
  currency: Currency
  debits: bigint
  credits: bigint
  debits_pending: bigint
  credits_pending: bigint
  seq: bigint
  rank: number
}

/** `kinds` is the chart of accounts in its order; a page begins after an account of a rank in it. */
export type SumsAsk = {
  kinds: string[]
  only: string | null
  owner: string | null
  afterRank: number
  afterId: bigint
  most: number
}

const sumsNow = query<SumsAsk, SumsRow>()`
  select id, kind, owner, currency, debits_posted as debits, credits_posted as credits, debits_pending, credits_pending, seq,
         array_position(${'kinds'}::text[], kind) as rank
    from ledger.account
   where shard = 0 and seq > 0 and kind = any(${'kinds'}::text[])
     and (${'only'}::text is null or kind = ${'only'}) and (${'owner'}::text is null or owner = ${'owner'})
     and (array_position(${'kinds'}::text[], kind), id) > (${'afterRank'}::integer, ${'afterId'}::bigint)
   order by array_position(${'kinds'}::text[], kind), id limit ${'most'}`

// A hold counts while nothing has resolved it; whatever resolves it settles or releases all of it.
const sumsThen = query<SumsAsk & { at: number }, SumsRow>()`
  with page as (
    select account.id, account.kind, account.owner, account.currency, array_position(${'kinds'}::text[], account.kind) as rank
      from ledger.account as account
     where account.shard = 0 and account.kind = any(${'kinds'}::text[])
       and (${'only'}::text is null or account.kind = ${'only'}) and (${'owner'}::text is null or account.owner = ${'owner'})
       and (array_position(${'kinds'}::text[], account.kind), account.id) > (${'afterRank'}::integer, ${'afterId'}::bigint)
       and exists (select from ledger.leg as first where first.shard = 0 and first.account = account.id and first.at_ms <= ${'at'})
     order by rank, account.id limit ${'most'})
  select page.id, page.kind, page.owner, page.currency, page.rank, sum(leg.debit)::bigint as debits,
         sum(leg.credit)::bigint as credits, count(*) as seq,
         coalesce(sum(leg.amount) filter (where leg.kind = 'hold' and leg.side = 'debit' and done.hold is null), 0)::bigint as debits_pending,
         coalesce(sum(leg.amount) filter (where leg.kind = 'hold' and leg.side = 'credit' and done.hold is null), 0)::bigint as credits_pending
    from page join ledger.leg as leg on leg.shard = 0 and leg.account = page.id and leg.at_ms <= ${'at'}
    left join lateral (
      select resolved.hold from ledger.journal as resolved
       where leg.kind = 'hold' and resolved.shard = 0 and resolved.hold = leg.hold and resolved.kind <> 'hold'
         and resolved.at_ms <= ${'at'} limit 1) as done on true
   group by page.id, page.kind, page.owner, page.currency, page.rank
   order by page.rank, page.id`

/** A page of accounts with their sums, as they stand, or from the journal alone as they stood at a moment. */
export const readSums = (w: World, ask: SumsAsk, at: number | null): Promise<SumsRow[]> =>
  at === null ? many(w, sumsNow, ask) : many(w, sumsThen, { ...ask, at })

export type MovesAsk = { account: bigint; before: bigint; from: number | null; until: number | null; most: number }

const moves = query<MovesAsk, LegRow>()`
  select leg.seq, side, balance, amount, leg.kind, posting, position, batch, at_ms, hold, object,
         encode(version, 'hex') as version, clause, path, why,
         other.kind as other_kind, other.owner as other_owner, other.currency as other_currency
    from ledger.leg as leg join ledger.account as other on other.shard = 0 and other.id = leg.other
   where leg.shard = 0 and leg.account = ${'account'} and leg.seq < ${'before'} and leg.kind in ('direct', 'settle')
     and (${'from'}::bigint is null or at_ms >= ${'from'}) and (${'until'}::bigint is null or at_ms < ${'until'})
   order by leg.seq desc limit ${'most'}`

/** Entries of an account that moved its balance, newest first. */
export const readMoves = (w: World, ask: MovesAsk): Promise<LegRow[]> => many(w, moves, ask)
