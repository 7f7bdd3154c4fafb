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
