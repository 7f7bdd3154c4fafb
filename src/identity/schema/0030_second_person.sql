-- What the amount of an approval was measured against when that is more than the act's own amount: earlier refunds that nobody checked.
alter table identity.approval add column measured jsonb;

-- Who answers for a key when that is no longer who made it.
alter table identity.api_key add column kept_by text;

-- A key that others approved and its maker has yet to collect. Its text does not exist until then, so nothing here is a secret.
create table identity.key_issue (
  approval text primary key references identity.approval (id),
  org text not null,
  maker text not null,
  wanted jsonb not null,
  granted_at_ms bigint not null,
  expires_at_ms bigint not null,
  collected_at_ms bigint,
  api_key text references identity.api_key (id),
  check ((collected_at_ms is null) = (api_key is null))
);
create index on identity.key_issue (maker, expires_at_ms) where collected_at_ms is null;
revoke delete, truncate on identity.key_issue from covenant_app;
