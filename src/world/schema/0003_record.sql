-- What happened, one row a thing done, written in the transaction that did it. The verifiable log takes its leaves from here.
-- `leaf` is the RFC 9162 leaf hash of the row's canonical text, kept beside it so that an edited row betrays itself.
create table world.record (
  id uuid primary key,
  at_ms bigint not null,
  actor text not null,
  org text not null,
  request text,
  act text not null,
  object text not null,
  before_digest text,
  after_digest text,
  facts jsonb not null,
  -- Name of a personal datum → SHA-256 of salt and value: proves what was recorded, says nothing without its salt.
  commitments jsonb not null,
  leaf bytea not null check (length(leaf) = 32)
);
create index record_object on world.record (object, id);
create index record_actor on world.record (actor, id);
revoke update, delete, truncate on world.record from covenant_app;

-- Rows that the log has not numbered yet.
create table world.record_waiting (
  record uuid primary key references world.record (id)
);

-- The salts of commitments, apart from the log on purpose: without its salt a commitment is noise, so erasing a person's salts
-- shreds what the log could ever prove about them and leaves the log whole.
create table world.record_salt (
  record uuid not null references world.record (id),
  name text not null,
  subject text,
  salt bytea not null check (length(salt) = 16),
  primary key (record, name)
);
create index record_salt_subject on world.record_salt (subject);

create function world.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'world.% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger only_grows before update or delete or truncate on world.record
  for each statement execute function world.refuse_change();
