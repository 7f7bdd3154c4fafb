-- Who may check what: each change is a new version, so that every approval can be read under the version it was asked under.
create table identity.approval_policy (
  org text not null,
  version integer not null check (version > 0),
  rules jsonb not null,
  changed_by text not null,
  approval text,
  at_ms bigint not null,
  primary key (org, version)
);

-- One act of a person that waits for other people, and what became of it.
create table identity.approval (
  id text primary key,
  org text not null,
  act text not null,
  object text not null,
  within text not null,
  currency text,
  minor bigint,
  payee jsonb,
  input jsonb not null,
  -- SHA-256 of act, object, amount, payee and input in canonical JSON: exactly this is granted and nothing else.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  summary jsonb not null,
  reason text,
  policy_version integer not null,
  rule jsonb not null,
  state text not null check (state in ('asked', 'granted', 'refused', 'withdrawn', 'expired', 'done', 'failed')),
  maker text not null,
  maker_name jsonb not null,
  -- People who had a part in it before and therefore may not check it.
  apart text[] not null,
  asked_at_ms bigint not null,
  expires_at_ms bigint not null,
  ended_at_ms bigint,
  outcome jsonb,
  check ((currency is null) = (minor is null))
);
-- The same act asked for again while it waits is the same approval.
create unique index approval_open on identity.approval (org, digest) where state in ('asked', 'granted');
create index on identity.approval (org, asked_at_ms, id);
create index on identity.approval (org, within) where state in ('asked', 'granted');

-- The primary key is the rule: one person decides once, whatever roles they had in between.
create table identity.decision (
  approval text not null references identity.approval (id),
  person text not null,
  name jsonb not null,
  role text not null,
  decision text not null check (decision in ('grant', 'refuse')),
  comment text,
  at_ms bigint not null,
  primary key (approval, person)
);
revoke update, delete, truncate on identity.decision, identity.approval_policy from covenant_app;
revoke delete, truncate on identity.approval from covenant_app;
