create schema vault;
grant usage on schema vault to covenant_app;

-- Data keys, each wrapped under the master key named beside it. `subject` is empty for a purpose's common key, else the person
-- whose key it is. A destroyed key keeps its row and loses its bytes: what it sealed is unreadable for ever, and that stays known.
create table vault.data_key (
  id text primary key,
  tenant text not null,
  purpose text not null,
  subject text not null,
  version integer not null check (version > 0),
  suite text not null check (suite in ('aes-256-gcm', 'sm4-gcm')),
  state text not null check (state in ('active', 'retired', 'destroyed')),
  master text not null,
  wrapped text,
  made_at_ms bigint not null,
  retired_at_ms bigint,
  destroyed_at_ms bigint,
  unique (tenant, purpose, subject, version),
  check ((state = 'destroyed') = (wrapped is null))
);
create unique index data_key_active on vault.data_key (tenant, purpose, subject) where state = 'active';
create index data_key_master on vault.data_key (master, id) where wrapped is not null;
create index data_key_subject on vault.data_key (subject) where subject <> '';
create index data_key_retired on vault.data_key (id) where state = 'retired';
revoke delete, truncate on vault.data_key from covenant_app;

-- Ciphertexts that did not verify, counted by day and reason: an alarm, not a log.
create table vault.refusal (
  day date not null,
  because text not null,
  count integer not null,
  last_at_ms bigint not null,
  primary key (day, because)
);

-- A value that must not be passed around has a token. The same value of the same tenant has the same token, found by a keyed hash.
create table vault.token (
  id text primary key,
  tenant text not null,
  kind text not null,
  hash text check (hash ~ '^[0-9a-f]{64}$'),
  masked text not null,
  detail jsonb not null,
  made_at_ms bigint not null,
  shredded_at_ms bigint
);
create unique index token_value on vault.token (tenant, kind, hash) where hash is not null;

-- The value of a token, sealed once for each person who has it: shredding one person leaves the other's copy.
create table vault.copy (
  token text not null references vault.token (id),
  subject text not null,
  key text not null references vault.data_key (id),
  sealed text,
  made_at_ms bigint not null,
  shredded_at_ms bigint,
  primary key (token, subject),
  check ((sealed is null) = (shredded_at_ms is not null))
);
create index copy_key on vault.copy (key, token) where sealed is not null;
create index copy_subject on vault.copy (subject);

-- Who saw a value in clear, when and why.
create table vault.reveal (
  id text primary key,
  token text not null references vault.token (id),
  actor text not null,
  actor_name text not null,
  reason text not null,
  at_ms bigint not null
);
create index reveal_token on vault.reveal (token, id);
revoke update, delete, truncate on vault.reveal from covenant_app;

-- How often somebody revealed or searched in an hour.
create table vault.budget (
  actor text not null,
  act text not null,
  hour bigint not null,
  used integer not null,
  primary key (actor, act, hour)
);

-- A change of keys that was asked for: the job works through it in bounded steps while everybody goes on reading and writing.
create table vault.rotation (
  id text primary key,
  what text not null check (what in ('data', 'master')),
  suite text check (suite in ('aes-256-gcm', 'sm4-gcm')),
  actor text not null,
  asked_at_ms bigint not null,
  -- Keys still to change when it was asked, and how many are done.
  keys_total integer not null,
  keys_done integer not null default 0,
  values_done integer not null default 0,
  done_at_ms bigint
);
create unique index rotation_open on vault.rotation (what) where done_at_ms is null;

-- A holder's saved ways to pay. What it pays with stands behind its token.
create table vault.method (
  id text primary key,
  tenant text not null,
  holder text not null,
  kind text not null check (kind in ('credit_card', 'debit_card', 'bank_account', 'wallet')),
  token text not null references vault.token (id),
  masked text not null,
  -- Scheme of a card, name of a bank or of a wallet.
  issuer text not null,
  label text not null,
  -- Last month a card is good for, 2029-12.
  expires text check (expires ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  state text not null check (state in ('unverified', 'active', 'refused', 'expired', 'removed')),
  is_default boolean not null default false,
  verified_by text check (verified_by in ('small_amount', 'code', 'provider')),
  added_at_ms bigint not null,
  changed_at_ms bigint not null,
  check (not is_default or state = 'active')
);
create unique index method_default on vault.method (holder) where is_default;
create unique index method_once on vault.method (holder, token) where state <> 'removed';
create index method_holder on vault.method (holder, id);
create index method_expires on vault.method (expires, id) where state in ('unverified', 'active');

-- What a holder must answer to show that a method is theirs. Only a keyed hash of the answer is kept.
create table vault.challenge (
  id text primary key,
  method text not null references vault.method (id),
  way text not null check (way in ('small_amount', 'code')),
  hash text not null,
  tries integer not null default 0,
  asked_at_ms bigint not null,
  expires_at_ms bigint not null,
  ended_at_ms bigint
);
create unique index challenge_open on vault.challenge (method) where ended_at_ms is null;

-- The class of every column that may say something about a person (JR/T 0171-2020: C3 authentication data, C2 identity and
-- transactions, C1 internal), and in which form it stands. No column holds C3, and no C2 stands in clear.
comment on column vault.token.hash is 'C2 keyed hash';
comment on column vault.token.masked is 'C2 masked';
comment on column vault.token.detail is 'C2 masked';
comment on column vault.copy.sealed is 'C2 sealed';
comment on column vault.method.masked is 'C2 masked';
comment on column vault.method.issuer is 'C1';
comment on column vault.method.label is 'C1';
comment on column vault.method.expires is 'C1';
comment on column vault.challenge.hash is 'C2 keyed hash';
comment on column vault.reveal.actor_name is 'C1';
comment on column vault.reveal.reason is 'C1';
comment on column vault.data_key.wrapped is 'C1 sealed';
comment on column vault.refusal.because is 'C1';
