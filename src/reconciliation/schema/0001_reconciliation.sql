create schema reconciliation;

-- A wallet's day. `run` counts the files that were matched; items of the last run are the ones that count.
create table reconciliation.reconciliation (
  id text primary key,
  partner text not null,
  wallet text not null,
  day text not null check (day ~ '^\d{4}-\d\d-\d\d$'),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  state text not null check (state in ('awaiting', 'fetched', 'quarantined', 'matched', 'closed')),
  run integer not null default 0,
  file_digest text,
  quarantined_digest text,
  quarantined_detail text,
  quarantined_line integer,
  rows integer not null default 0,
  ours bigint not null default 0,
  theirs bigint not null default 0,
  fees_ours bigint not null default 0,
  fees_theirs bigint not null default 0,
  asked integer not null default 0,
  created_at_ms bigint not null,
  ran_at_ms bigint,
  closed_at_ms bigint,
  unique (partner, day, currency),
  check (state not in ('fetched', 'matched', 'closed') or file_digest is not null)
);
create index on reconciliation.reconciliation (day desc, id desc);
revoke delete on reconciliation.reconciliation from covenant_app;

-- Every file as it came, trusted or not: the evidence. Never changed.
create table reconciliation.file (
  reconciliation text not null references reconciliation.reconciliation (id),
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  outcome text not null check (outcome in ('ready', 'damaged')),
  detail text,
  line integer,
  bytes bytea not null,
  fetched_at_ms bigint not null,
  primary key (reconciliation, digest)
);
revoke update, delete on reconciliation.file from covenant_app;

-- Rows of trusted files.
create table reconciliation.row (
  reconciliation text not null,
  digest text not null,
  line integer not null,
  kind text not null check (kind in ('payment', 'refund')),
  wallet_no text not null,
  order_no text not null,
  request_no text,
  subject text not null,
  created_at_ms bigint not null,
  completed_at_ms bigint not null,
  store_no text not null,
  amount bigint not null,
  received bigint not null,
  fee bigint not null,
  text text not null,
  primary key (reconciliation, digest, line),
  foreign key (reconciliation, digest) references reconciliation.file (reconciliation, digest)
);
create index on reconciliation.row (order_no);
revoke update, delete on reconciliation.row from covenant_app;

-- How each row and each of our lines stand to each other. Only its state moves, from open to an end.
create table reconciliation.item (
  id text primary key,
  reconciliation text not null references reconciliation.reconciliation (id),
  run integer not null,
  key text not null,
  -- Differences first, in the order of the file.
  place integer not null,
  type text not null check (type in
    ('matched', 'missing-in-bill', 'missing-in-books', 'amount-differs', 'fee-differs', 'state-differs', 'duplicate')),
  finding text check (finding in ('rate', 'tier', 'rounding', 'unknown-fee', 'wrong-version', 'ours')),
  late_days integer not null,
  line integer,
  clearing_line text,
  object text,
  payment text,
  order_no text not null,
  request_no text,
  wallet_no text,
  at_ms bigint not null,
  ours bigint,
  theirs bigint,
  fee_ours bigint,
  fee_theirs bigint,
  difference bigint not null,
  path text,
  how text,
  zh text not null,
  en text not null,
  state text not null check (state in ('open', 'settled', 'resolved')),
  ended_at_ms bigint,
  ended_by text,
  note text,
  evidence text,
  unique (reconciliation, run, key),
  check (type <> 'matched' or state = 'settled'),
  check (state <> 'resolved' or (ended_by is not null and note is not null))
);
create index on reconciliation.item (reconciliation, run, place);
create index on reconciliation.item (clearing_line) where clearing_line is not null;
create index on reconciliation.item (order_no);
revoke update, delete on reconciliation.item from covenant_app;
grant update (state, ended_at_ms, ended_by, note, evidence, clearing_line, object, payment) on reconciliation.item to covenant_app;

create function reconciliation.item_ends_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then raise exception 'item % has already ended', old.id; end if;
  return new;
end $$;
create trigger item_ends_once before update on reconciliation.item
  for each row execute function reconciliation.item_ends_once();
