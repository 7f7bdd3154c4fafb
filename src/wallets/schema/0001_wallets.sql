create schema wallets;

-- How we are known to each wallet. Private keys are named here and kept in key files.
create table wallets.account (
  wallet text primary key,
  partner text not null unique,
  app_id text not null,
  seller_id text,
  gateway text not null,
  notify_url text,
  signing_key text not null,
  signing_certificate text,
  trusted text[] not null check (cardinality(trusted) between 1 and 8),
  roots text,
  created_at_ms bigint not null
);
