-- The books. `shard` stands first in every key so that a ledger can be cut across servers later; today all is shard 0.
-- Plain keys, CHECKs and one writing statement, so that a distributed PostgreSQL can carry the same tables.
create schema ledger;

create table ledger.account (
  shard smallint not null,
  id bigint generated always as identity,
  kind text not null,
  owner text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  debits_posted bigint not null default 0 check (debits_posted >= 0),
  credits_posted bigint not null default 0 check (credits_posted >= 0),
  debits_pending bigint not null default 0 check (debits_pending >= 0),
  credits_pending bigint not null default 0 check (credits_pending >= 0),
  seq bigint not null default 0 check (seq >= 0),
  -- 1: what is taken out may not pass what was put in (debits ≤ credits); 2: the other way round; 4: closed.
  flags smallint not null default 0 check (flags between 0 and 7),
  -- The most the balance may become on the account's own side. A decision reads it under the row's lock; it is no CHECK,
  -- because a limit may be lowered below what is already used, and then money must still be able to flow back.
  ceiling bigint check (ceiling >= 0),
  primary key (shard, id),
  unique (shard, kind, owner, currency),
  constraint debits_covered check (flags & 1 = 0 or debits_posted + debits_pending <= credits_posted),
  constraint credits_covered check (flags & 2 = 0 or credits_posted + credits_pending <= debits_posted)
) with (fillfactor = 50);
create index account_owner on ledger.account (shard, owner);

-- One row a posting: its id is the idempotency key, its digest says whether a replay asks for the same.
create table ledger.posting (
  shard smallint not null,
  id uuid not null,
  digest bytea not null check (length(digest) = 32),
  object text not null,
  outcome text not null check (outcome in ('posted', 'insufficient', 'limit', 'closed')),
  account bigint, -- the account that refused
  batch bigint not null,
  place integer not null,
  primary key (shard, id)
);
create unique index posting_place on ledger.posting (shard, batch, place);
create index posting_object on ledger.posting (shard, object);

-- One row a transfer, with both legs: a posting that does not balance cannot be written down. Balances are
-- debits less credits, posted, after this row.
create table ledger.journal (
  shard smallint not null,
  posting uuid not null,
  position smallint not null,
  batch bigint not null,
  place integer not null,
  at_ms bigint not null,
  kind text not null check (kind in ('direct', 'hold', 'settle', 'void', 'expire')),
  debit bigint not null,
  debit_seq bigint not null check (debit_seq > 0),
  debit_balance bigint not null,
  credit bigint not null,
  credit_seq bigint not null check (credit_seq > 0),
  credit_balance bigint not null,
  amount bigint not null check (amount >= 0),
  hold uuid check ((hold is null) = (kind = 'direct')),
  expires_ms bigint check (expires_ms is null or kind = 'hold'),
  object text not null,
  version bytea check (length(version) = 32),
  clause text,
  path text,
  why text not null,
  primary key (shard, posting, position),
  check (debit <> credit)
);
create unique index journal_place on ledger.journal (shard, batch, place);
create unique index journal_debit on ledger.journal (shard, debit, debit_seq);
create unique index journal_credit on ledger.journal (shard, credit, credit_seq);
create index journal_hold on ledger.journal (shard, hold) where hold is not null;

-- The journal seen from its accounts: each row twice, once a leg. `debit` and `credit` are what it moved for good.
create view ledger.leg as
  select shard, debit as account, debit_seq as seq, 'debit' as side, debit_balance as balance, credit as other,
         case when kind in ('direct', 'settle') then amount else 0 end as debit, 0::bigint as credit,
         posting, position, batch, place, at_ms, kind, amount, hold, object, version, clause, path, why
    from ledger.journal
  union all
  select shard, credit, credit_seq, 'credit', credit_balance, debit,
         0::bigint, case when kind in ('direct', 'settle') then amount else 0 end,
         posting, position, batch, place, at_ms, kind, amount, hold, object, version, clause, path, why
    from ledger.journal;

create table ledger.hold (
  shard smallint not null,
  id uuid not null,
  debit bigint not null,
  credit bigint not null,
  amount bigint not null check (amount >= 0),
  settled bigint not null default 0,
  state text not null check (state in ('open', 'settled', 'voided', 'expired')),
  expires_ms bigint,
  object text not null,
  version bytea check (length(version) = 32),
  primary key (shard, id),
  check (settled between 0 and amount),
  check (settled = 0 or state = 'settled')
) with (fillfactor = 80);
create index hold_debit on ledger.hold (shard, debit) where state = 'open';
create index hold_credit on ledger.hold (shard, credit) where state = 'open';
create index hold_due on ledger.hold (shard, expires_ms) where state = 'open' and expires_ms is not null;

-- A batch is what one call booked. hash = SHA-256(hash of the batch before, number, content); content = SHA-256 of its rows.
create table ledger.batch (
  shard smallint not null,
  number bigint not null check (number > 0),
  at_ms bigint not null,
  postings integer not null,
  transfers integer not null,
  content bytea not null check (length(content) = 32),
  hash bytea not null check (length(hash) = 32),
  primary key (shard, number)
);

-- The end of each shard's chain: the one row that gives batches their numbers without a gap.
create table ledger.head (
  shard smallint primary key,
  number bigint not null,
  hash bytea not null check (length(hash) = 32)
) with (fillfactor = 50);
insert into ledger.head (shard, number, hash) values (0, 0, decode(repeat('00', 32), 'hex'));

-- What is written stays written. The application may add to the books and move balances, nothing else.
revoke update, delete, truncate on ledger.journal, ledger.posting, ledger.batch from covenant_app;
revoke insert, update, delete, truncate on ledger.head from covenant_app;
grant update (number, hash) on ledger.head to covenant_app;
revoke update, delete, truncate on ledger.account from covenant_app;
grant update (debits_posted, credits_posted, debits_pending, credits_pending, seq, flags, ceiling)
  on ledger.account to covenant_app;
revoke update, delete, truncate on ledger.hold from covenant_app;
grant update (state, settled) on ledger.hold to covenant_app;

revoke insert, update, delete on ledger.leg from covenant_app;

-- Even the owner of the tables is refused while the triggers are on.
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger only_grows before update or delete or truncate on ledger.journal
  for each statement execute function ledger.refuse_change();
create trigger only_grows before update or delete or truncate on ledger.posting
  for each statement execute function ledger.refuse_change();
create trigger only_grows before update or delete or truncate on ledger.batch
  for each statement execute function ledger.refuse_change();
create trigger only_grows before delete or truncate on ledger.account
  for each statement execute function ledger.refuse_change();
create trigger only_grows before delete or truncate on ledger.hold
  for each statement execute function ledger.refuse_change();
