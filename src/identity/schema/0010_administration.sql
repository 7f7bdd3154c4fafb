-- Roles are data now: a person may hold a role that an administrator made.
alter table identity.person drop constraint if exists person_role_check;

-- What an administrator wrote about a role: other permissions for a built-in one, or a role of the house's own.
create table identity.role_rule (
  role text primary key check (role ~ '^[a-z][a-z0-9-]{1,30}$'),
  org_kind text not null check (org_kind in ('institution', 'partner', 'merchant', 'auditor')),
  title jsonb not null,
  permissions text[] not null,
  version integer not null,
  changed_at_ms bigint not null,
  changed_by text not null
);

-- An invitation by a link that works once. Only the digest of what stands in the link is kept.
create table identity.invitation (
  id text primary key,
  token_digest text not null unique,
  name jsonb not null,
  role text not null,
  org text not null,
  org_kind text not null check (org_kind in ('institution', 'partner', 'merchant', 'auditor')),
  email_hash text,
  email_masked text,
  invited_by text not null,
  created_at_ms bigint not null,
  expires_at_ms bigint not null,
  person text references identity.person (id),
  ended_at_ms bigint
);
create index on identity.invitation (org, created_at_ms);

-- By what single sign-on recognises a person: a keyed hash to find, a masked text to show. The address itself is not kept.
create table identity.person_email (
  person text primary key references identity.person (id),
  email_hash text not null unique,
  email_masked text not null,
  set_at_ms bigint not null
);

alter table identity.api_key
  add column shown text not null default '',
  add column created_by text not null default 'system',
  add column expires_at_ms bigint,
  add column used_at_ms bigint,
  add column addresses text[] not null default '{}',
  add column signing text not null default 'none' check (signing in ('none', 'hmac', 'ed25519')),
  add column signing_key text,
  add column rotated_from text references identity.api_key (id),
  add column ended_because text;
create index on identity.api_key (org, created_at_ms);

-- Numbers of signed requests that were taken, so that none is taken twice; kept as long as their time is still good.
create table identity.request_nonce (
  api_key text not null references identity.api_key (id),
  nonce text not null,
  expires_at_ms bigint not null,
  primary key (api_key, nonce)
);
create index on identity.request_nonce (expires_at_ms);

-- The institution's own directory of people: one OpenID provider. Its client secret is sealed by the vault.
create table identity.sign_on_provider (
  id text primary key check (id = 'institution'),
  issuer text not null,
  client_id text not null,
  client_secret text,
  button jsonb not null,
  groups_claim text not null,
  group_roles jsonb not null,
  enabled boolean not null,
  version integer not null,
  changed_at_ms bigint not null
);

-- A sign-in on its way to the provider and back: used once, within minutes, by the browser that holds the cookie.
create table identity.sign_on_attempt (
  state_digest text primary key,
  nonce text not null,
  verifier text not null,
  redirect_uri text not null,
  expires_at_ms bigint not null
);

-- Who is who at the provider, from the first sign-in on.
create table identity.sign_on_subject (
  issuer text not null,
  subject text not null,
  person text not null references identity.person (id),
  linked_at_ms bigint not null,
  primary key (issuer, subject)
);
