-- The signing key of the log handed over, oldest first. The leaf of `record` says so in the log itself, and from the first
-- checkpoint that covers it on `to_key` signs; that one checkpoint is signed by both.
create table audit.hand_over (
  number integer primary key check (number > 0),
  record uuid not null unique,
  from_key text not null unique,
  to_key text not null unique check (to_key <> from_key),
  at_ms bigint not null
);
revoke update, delete, truncate on audit.hand_over from covenant_app;
create trigger only_grows before update or delete or truncate on audit.hand_over
  for each statement execute function audit.refuse_change();
