-- Strong customer authentication of payments: the evidence, what the exemptions count, and the fraud rate they hang on.
create schema sca;
grant usage on schema sca to covenant_app;

create table sca.authentication (
  id text primary key,
  payment text not null,
  payer text not null,
  method text not null check (method in ('passkey', 'sms')),
  proof text not null check (proof in ('one-factor', 'two-factor')),
  -- Digest of payment, payee, amount and currency that the payer confirmed.
  linked text not null check (linked ~ '^[0-9a-f]{64}$'),
  at_ms bigint not null,
  -- A code first and a passkey after it is a stronger proof of the same payment; the same proof twice is one.
  unique (payment, proof)
);
create index authentication_payer on sca.authentication (payer, at_ms);
revoke update, delete, truncate on sca.authentication from covenant_app;

-- What a payer paid without authentication since the last one.
create table sca.counter (
  payer text not null,
  currency text not null,
  sum bigint not null default 0 check (sum >= 0),
  count integer not null default 0 check (count >= 0),
  since_ms bigint not null,
  primary key (payer, currency)
);

create table sca.trusted (
  payer text not null,
  merchant text not null,
  at_ms bigint not null,
  primary key (payer, merchant)
);

-- Remote payments and the fraud among them, by day (RTS annex: value of fraud over value of all, 90 days).
create table sca.volume (
  day date not null,
  currency text not null,
  minor bigint not null default 0 check (minor >= 0),
  payments integer not null default 0,
  primary key (day, currency)
);
create table sca.fraud (
  payment text primary key,
  currency text not null,
  minor bigint not null check (minor > 0),
  at_ms bigint not null,
  because text not null
);
create index fraud_at on sca.fraud (at_ms);
