-- A person who lets themselves be paid for: known by a phone, which is only in the vault.
create table identity.consumer (
  id text primary key,
  phone_token text not null,
  phone_hash text not null unique,
  phone_masked text not null,
  created_at_ms bigint not null
);

-- Sessions say from now on how their holder proved themselves. Older ones cannot say it and end here.
delete from identity.session;
alter table identity.session
  alter column person drop not null,
  add column id text not null unique,
  add column consumer text references identity.consumer (id),
  add column methods text[] not null,
  add column factors smallint not null check (factors between 0 and 2),
  add column proved_at_ms bigint not null,
  add column address text not null,
  add column user_agent text not null,
  add constraint session_of_one check ((person is null) <> (consumer is null));
create index on identity.session (consumer);

-- The name a person types, and what their password is checked against (PHC text of argon2id).
create table identity.login (
  person text primary key references identity.person (id),
  login text not null unique check (login ~ '^[a-z][a-z0-9._-]{1,63}$'),
  password_hash text,
  password_set_at_ms bigint
);

create table identity.passkey (
  id text primary key,
  owner_kind text not null check (owner_kind in ('person', 'consumer')),
  owner text not null,
  name text not null,
  credential_id text not null unique,
  public_key text not null,
  -- The authenticator's own count of signatures: one that falls back was copied.
  counter bigint not null,
  transports text[] not null,
  aaguid text not null,
  backed_up boolean not null,
  created_at_ms bigint not null,
  used_at_ms bigint,
  removed_at_ms bigint
);
create index on identity.passkey (owner) where removed_at_ms is null;

-- What somebody has to answer, once: a passkey's challenge, or a code that was sent.
create table identity.challenge (
  id text primary key,
  kind text not null check (kind in ('passkey-new', 'passkey', 'code')),
  owner_kind text check (owner_kind in ('person', 'consumer')),
  owner text,
  purpose text not null,
  -- Digest of what is confirmed by the answer (dynamic linking).
  bound text,
  -- The challenge in base64url, or the keyed hash of the code.
  expected text not null,
  to_hash text,
  to_masked text,
  tries integer not null default 0,
  made_at_ms bigint not null,
  expires_at_ms bigint not null,
  spent_at_ms bigint,
  check ((owner is null) = (owner_kind is null))
);
create index on identity.challenge (to_hash, made_at_ms) where to_hash is not null;
create index on identity.challenge (expires_at_ms);

-- The secret is sealed by the vault. last_step: no step of thirty seconds counts twice.
create table identity.totp (
  person text primary key references identity.person (id),
  sealed text not null,
  created_at_ms bigint not null,
  confirmed_at_ms bigint,
  last_step bigint not null default 0
);

create table identity.recovery_code (
  person text not null references identity.person (id),
  code_hash text not null,
  created_at_ms bigint not null,
  used_at_ms bigint,
  primary key (person, code_hash)
);

create table identity.person_phone (
  person text primary key references identity.person (id),
  phone_token text not null,
  phone_hash text not null,
  phone_masked text not null,
  confirmed_at_ms bigint not null
);

-- A sign-in on its way: what was proved, until the second factor is there.
create table identity.sign_in (
  id text primary key,
  person text not null references identity.person (id),
  method text not null,
  made_at_ms bigint not null,
  expires_at_ms bigint not null,
  ended_at_ms bigint
);
create index on identity.sign_in (expires_at_ms);

-- Failed tries, by keyed hash of the name typed (whether or not it exists) and of the address they came from.
create table identity.failure (
  key text primary key,
  failed integer not null,
  since_ms bigint not null,
  locked_until_ms bigint
);

create table identity.step_up (
  id text primary key,
  session text not null,
  person text not null references identity.person (id),
  act text not null,
  bound text not null,
  summary jsonb not null,
  made_at_ms bigint not null,
  expires_at_ms bigint not null,
  method text,
  confirmed_at_ms bigint,
  spent_at_ms bigint
);
create index on identity.step_up (expires_at_ms);

-- The sandbox's phone network: messages are read on the screen. Never filled outside the sandbox.
create table identity.inbox_message (
  id text primary key,
  to_masked text not null,
  text jsonb not null,
  at_ms bigint not null
);
create index on identity.inbox_message (at_ms);
