-- What monitoring clauses found: the windows that were over, and what was done about it. Written once, never changed.
create schema obligations;
grant usage on schema obligations to covenant_app;

create table obligations.finding (
  id text primary key,
  partner text not null,
  agreement text not null,
  version integer not null,
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  trigger text not null,
  metric text not null,
  -- The merchant, or null when the clause speaks of the partner as a whole.
  merchant text,
  action text not null check (action in ('warn', 'limit', 'suspend', 'close')),
  from_ms bigint not null,
  until_ms bigint not null check (until_ms > from_ms),
  -- The readings as they were, and the digest of their canonical text.
  readings jsonb not null,
  evidence text not null check (evidence ~ '^[0-9a-f]{64}$'),
  stop text,
  at_ms bigint not null
);
create unique index once on obligations.finding (agreement, trigger, coalesce(merchant, ''), from_ms);
create index on obligations.finding (partner, at_ms desc);
revoke update, delete, truncate on obligations.finding from covenant_app;
