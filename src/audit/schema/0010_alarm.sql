-- What a person has to look at: raised by an event, counted while it repeats, taken in hand with words, closed with a reason.
create table audit.alarm (
  id text primary key,
  kind text not null check (length(kind) <= 100),
  object text not null check (length(object) <= 300),
  count int not null check (count > 0),
  first_ms bigint not null,
  last_ms bigint not null check (last_ms >= first_ms),
  state text not null check (state in ('open', 'acknowledged', 'closed')),
  taken_by text,
  taken_ms bigint,
  taken_words text check (length(taken_words) <= 500),
  closed_by text,
  closed_ms bigint,
  closed_words text check (length(closed_words) <= 500),
  check ((state = 'open') = (taken_by is null) and (taken_by is null) = (taken_ms is null)),
  check ((state = 'closed') = (closed_by is not null) and (closed_by is null) = (closed_ms is null))
);
create index alarm_newest on audit.alarm (id desc);
create index alarm_state on audit.alarm (state, id desc);
create index alarm_same on audit.alarm (kind, object, last_ms) where state <> 'closed';
revoke delete, truncate on audit.alarm from covenant_app;

-- What was signed off stays as it was signed.
create function audit.alarm_only_goes_on() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' or new.kind <> old.kind or new.object <> old.object or new.first_ms <> old.first_ms
     or (old.state = 'acknowledged' and (new.state = 'open' or new.taken_by <> old.taken_by or new.taken_words <> old.taken_words)) then
    raise exception 'an alarm only goes on: open, acknowledged, closed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_goes_on before update on audit.alarm for each row execute function audit.alarm_only_goes_on();
