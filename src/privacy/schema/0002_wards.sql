-- A guardian says whom she answers for; the institution checks it against the evidence before anything may be given for the child
-- (个人信息保护法 31). Name, birthday, phone and evidence of the child are sealed: while it waits under the guardian's key, once it is
-- confirmed name and evidence under the child's own. The birthday is not kept beyond the decision.
create table privacy.ward_registration (
  id text primary key,
  guardian text not null,
  relation text not null check (relation in ('parent', 'guardian')),
  state text not null check (state in ('waiting', 'confirmed', 'refused', 'cancelled')),
  sealed text not null,
  -- Keyed hash of the child's phone while it waits, so that the same child is not asked for twice.
  phone_hash text,
  ward text,
  last_day date,
  reason text,
  handler text,
  opened_at_ms bigint not null,
  decided_at_ms bigint,
  check ((state = 'waiting') = (decided_at_ms is null)),
  check ((state = 'waiting') = (phone_hash is not null)),
  check ((state = 'confirmed') = (ward is not null and last_day is not null))
);
create index on privacy.ward_registration (guardian, id);
create index on privacy.ward_registration (state, id);
create unique index ward_waiting on privacy.ward_registration (guardian, phone_hash) where state = 'waiting';

create function privacy.keep_ward() returns trigger language plpgsql as $$
begin
  if old.state <> new.state and old.state <> 'waiting' then
    raise exception 'a registration does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_ward before update on privacy.ward_registration for each row execute function privacy.keep_ward();
