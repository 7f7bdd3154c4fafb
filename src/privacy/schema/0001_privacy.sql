create schema privacy;

-- What a person asked of us about her own data. Her words and our answer are sealed under her own key.
create table privacy.request (
  id text primary key,
  subject text not null,
  kind text not null check (kind in ('access', 'export', 'correct', 'delete', 'object', 'explain')),
  clock text not null,
  state text not null check (state in ('received', 'in_hand', 'answered', 'refused', 'cancelled')),
  words text,
  answer text,
  -- What was erased and what stays, under which rule, until when: no personal data.
  outcome jsonb,
  handler text,
  opened_at_ms bigint not null,
  taken_at_ms bigint,
  due_at_ms bigint not null,
  extended boolean not null default false,
  overdue_at_ms bigint,
  closed_at_ms bigint,
  check ((closed_at_ms is null) = (state in ('received', 'in_hand')))
);
create index on privacy.request (subject, id);
create index on privacy.request (due_at_ms) where closed_at_ms is null;
create index on privacy.request (closed_at_ms) where words is not null or answer is not null;

create function privacy.keep_request() returns trigger language plpgsql as $$
begin
  if old.state <> new.state and not (old.state || '>' || new.state) = any (array[
    'received>in_hand', 'received>answered', 'received>refused', 'received>cancelled',
    'in_hand>answered', 'in_hand>refused', 'in_hand>cancelled']) then
    raise exception 'a request does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_request before update on privacy.request for each row execute function privacy.keep_request();

-- Nothing of this person, or nothing of this object, is erased while it stands.
create table privacy.hold (
  id text primary key,
  target text not null,
  reason text not null,
  set_by text not null,
  set_at_ms bigint not null,
  lifted_by text,
  lifted_because text,
  lifted_at_ms bigint,
  check ((lifted_at_ms is null) = (lifted_by is null))
);
create index on privacy.hold (target) where lifted_at_ms is null;

-- When the business relation with a person ended: the clock of her identity data starts here.
create table privacy.relation_end (
  subject text primary key,
  ended_at_ms bigint not null,
  shredded_at_ms bigint
);
create index on privacy.relation_end (ended_at_ms) where shredded_at_ms is null;

-- What each night erased.
create table privacy.night (
  id text primary key,
  at_ms bigint not null,
  erased jsonb not null,
  held int not null,
  -- More was due than one night takes.
  rest boolean not null
);
