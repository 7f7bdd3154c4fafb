create schema audit;
grant usage on schema audit to covenant_app;

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;

-- The place of each record in the log. Its hash stands in tile level 0.
create table audit.leaf (
  number bigint primary key check (number >= 0),
  record uuid not null unique
);
revoke update, delete, truncate on audit.leaf from covenant_app;
create trigger only_grows before update or delete or truncate on audit.leaf
  for each statement execute function audit.refuse_change();

-- The Merkle tree in tiles of 256 hashes (C2SP tlog-tiles). A row is longer after each append until it is full.
create table audit.tile (
  level smallint not null check (level between 0 and 7),
  index bigint not null check (index >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (level, index)
);
-- Hashes do not compress.
alter table audit.tile alter column hashes set storage external;
revoke delete, truncate on audit.tile from covenant_app;
create trigger only_grows before delete or truncate on audit.tile for each statement execute function audit.refuse_change();
create function audit.only_longer() returns trigger language plpgsql as $$
begin
  if new.level <> old.level or new.index <> old.index or substring(new.hashes for length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the log only gets longer' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_longer before update on audit.tile for each row execute function audit.only_longer();

-- What the log signed, in full (C2SP tlog-checkpoint): without cosignatures, which come later.
create table audit.checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (length(root) = 32),
  at_ms bigint not null,
  note text not null
);
revoke update, delete, truncate on audit.checkpoint from covenant_app;
create trigger only_grows before update or delete or truncate on audit.checkpoint
  for each statement execute function audit.refuse_change();

create table audit.witness (
  id text primary key,
  name text not null unique,
  -- Verifier key of C2SP signed-note, type 0x04.
  key text not null unique,
  org text not null,
  at_ms bigint not null
);

create table audit.cosignature (
  size bigint not null references audit.checkpoint (size),
  witness text not null references audit.witness (id),
  at_ms bigint not null,
  line text not null,
  primary key (size, witness)
);
create index cosignature_witness on audit.cosignature (witness, size);
revoke update, delete, truncate on audit.cosignature from covenant_app;

-- Rows that somebody altered. One found again keeps its first moment; a full check that no longer finds it clears it.
create table audit.problem (
  place text primary key,
  -- In which order the check told of them: the first say where to look.
  nth int not null,
  zh text not null,
  en text not null,
  found_ms bigint not null,
  seen_ms bigint not null,
  cleared_ms bigint
);
create index problem_open on audit.problem (found_ms) where cleared_ms is null;

-- How far the checks are: `slice` walks the log round and round, `books` the batches of the books, `full` goes through at once.
create table audit.progress (
  name text primary key check (name in ('slice', 'books', 'full')),
  next bigint not null,
  started_ms bigint not null,
  ended_ms bigint
);
