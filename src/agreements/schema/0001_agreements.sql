create schema agreements;

create table agreements.agreement (
  id text primary key,
  partner text not null,
  wallet text not null,
  created_at_ms bigint not null
);
create unique index on agreements.agreement (partner);

-- A version's terms never change after it is proposed; only its state moves, and its contract gathers signatures.
create table agreements.version (
  agreement text not null references agreements.agreement (id),
  number integer not null check (number > 0),
  state text not null check (state in ('proposed', 'approved', 'half_signed', 'signed', 'withdrawn')),
  terms jsonb not null,
  root text not null check (root ~ '^[0-9a-f]{64}$'),
  effective_ms bigint not null,
  proposed_by text not null,
  proposed_at_ms bigint not null,
  contract bytea,
  contract_digest text,
  signed_at_ms bigint,
  primary key (agreement, number)
);

create function agreements.keep_signed() returns trigger language plpgsql as $$
begin
  if old.terms <> new.terms or old.root <> new.root or old.number <> new.number then
    raise exception 'the terms of a proposed version never change';
  end if;
  if old.state in ('signed', 'withdrawn') then raise exception 'a % version never changes', old.state; end if;
  return new;
end $$;
create trigger keep_signed before update on agreements.version for each row execute function agreements.keep_signed();
revoke delete, truncate on agreements.version from covenant_app;

create table agreements.approval (
  agreement text not null,
  number integer not null,
  party text not null check (party in ('institution', 'wallet')),
  person text not null,
  root text not null,
  at_ms bigint not null,
  primary key (agreement, number, party),
  foreign key (agreement, number) references agreements.version (agreement, number)
);
revoke update, delete, truncate on agreements.approval from covenant_app;

create table agreements.signature (
  agreement text not null,
  number integer not null,
  party text not null check (party in ('institution', 'wallet')),
  person text not null,
  certificate_digest text not null,
  level text not null,
  at_ms bigint not null,
  primary key (agreement, number, party),
  foreign key (agreement, number) references agreements.version (agreement, number)
);
revoke update, delete, truncate on agreements.signature from covenant_app;

-- Which version is in force, in two times: when it governs (effective) and since when we know it (known). The database
-- itself refuses two versions at one moment.
create table agreements.in_force (
  partner text not null,
  agreement text not null,
  number integer not null,
  root text not null,
  effective int8range not null,
  known int8range not null,
  foreign key (agreement, number) references agreements.version (agreement, number),
  exclude using gist (partner with =, effective with &&, known with &&)
);
revoke delete, truncate on agreements.in_force from covenant_app;
