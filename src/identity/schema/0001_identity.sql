create schema identity;

-- Whose installation this is: one row.
create table identity.institution (
  id text primary key check (id = 'institution'),
  name jsonb not null,
  zone text not null
);

create table identity.person (
  id text primary key,
  name jsonb not null,
  role text not null check (role in
    ('administrator', 'business', 'legal', 'risk', 'finance', 'engineering', 'compliance', 'partner', 'merchant', 'auditor')),
  org text not null,
  org_kind text not null check (org_kind in ('institution', 'partner', 'merchant', 'auditor')),
  active boolean not null default true,
  created_at_ms bigint not null
);

-- Only the SHA-256 of a session's token is kept: who reads this table cannot sign in with it.
create table identity.session (
  token_digest text primary key,
  person text not null references identity.person (id),
  created_at_ms bigint not null,
  used_at_ms bigint not null,
  ended_at_ms bigint
);
create index on identity.session (person);

create table identity.api_key (
  id text primary key,
  key_digest text not null unique,
  org text not null,
  org_kind text not null check (org_kind in ('institution', 'partner', 'merchant', 'auditor')),
  name jsonb not null,
  permissions text[] not null,
  created_at_ms bigint not null,
  ended_at_ms bigint
);
