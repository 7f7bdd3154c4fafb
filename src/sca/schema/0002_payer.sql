-- Who stands behind a merchant's own reference of a payer, once somebody has proved it by two factors: the first one keeps it.
create table sca.payer_link (
  reference text primary key,
  consumer text not null,
  -- The payment whose confirmation made the link.
  payment text not null,
  at_ms bigint not null
);
create index payer_link_consumer on sca.payer_link (consumer);

-- A reference that somebody else confirmed a payment under: kept for a person to look at.
create table sca.foreign_confirmation (
  payment text primary key,
  reference text not null,
  consumer text not null,
  at_ms bigint not null
);
create index foreign_confirmation_at on sca.foreign_confirmation (at_ms);
revoke update, delete, truncate on sca.foreign_confirmation from covenant_app;

-- Of what a payer paid without authentication, how much by which wallet; the limit itself is the payer's, in sca.counter.
create table sca.instrument_counter (
  payer text not null,
  instrument text not null,
  currency text not null,
  sum bigint not null default 0 check (sum >= 0),
  count integer not null default 0 check (count >= 0),
  primary key (payer, instrument, currency)
);

-- Sums of a payer's bar code payments of one day in China by level B, C and D of 银发〔2017〕296号, and what each payment added.
create table sca.day_sum (
  payer text not null,
  day date not null,
  b bigint not null default 0 check (b >= 0),
  c bigint not null default 0 check (c >= 0),
  d bigint not null default 0 check (d >= 0),
  primary key (payer, day)
);
create index day_sum_day on sca.day_sum (day);
create table sca.day_use (
  payment text primary key,
  payer text not null,
  day date not null,
  level text not null check (level in ('A', 'B', 'C', 'D')),
  minor bigint not null check (minor > 0),
  given_back boolean not null default false
);
create index day_use_payer on sca.day_use (payer, day);
