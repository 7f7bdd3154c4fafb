create schema merchants;

create table merchants.merchant (
  id text primary key,
  name jsonb not null,
  legal_name text not null,
  -- Merchant category code, ISO 18245.
  mcc text not null check (mcc ~ '^[0-9]{4}$'),
  city jsonb not null,
  region text not null,
  active boolean not null default true,
  created_at_ms bigint not null
);

create table merchants.store (
  id text primary key,
  merchant text not null references merchants.merchant (id),
  name jsonb not null,
  address text not null
);
create index on merchants.store (merchant);
