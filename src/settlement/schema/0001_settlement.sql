create schema settlement;

-- One closed or open day between us and a wallet partner.
create table settlement.settlement (
  id text primary key,
  partner text not null,
  wallet text not null,
  day text not null check (day ~ '^\d{4}-\d\d-\d\d$'),
  -- Number of the settlement with this partner: 1, 2, 3 without a gap; it stands in the names of the files.
  sequence integer not null check (sequence > 0),
  state text not null check (state in ('open', 'closed', 'paid')),
  agreement text not null,
  version integer not null,
  version_digest text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net text not null check (net in ('net', 'gross')),
  zone text not null,
  closes_at_ms bigint not null,
  pays_on text not null,
  opened_at_ms bigint not null,
  closed_at_ms bigint,
  lines integer not null default 0,
  -- Lines that wait for the next day because the sum stayed under the agreed minimum.
  carried_lines integer not null default 0,
  paid_at_ms bigint,
  paid_by text,
  paid_reference text,
  paid_note text,
  unique (partner, day),
  unique (partner, sequence),
  check ((state = 'open') = (closed_at_ms is null)),
  check ((state = 'paid') = (paid_at_ms is not null))
);
create index on settlement.settlement (day desc, id desc);
revoke delete on settlement.settlement from covenant_app;

-- What one capture or refund means between institution, wallet and merchant. Only its settlement is ever filled in, once.
create table settlement.clearing_line (
  id text primary key,
  object text not null,
  kind text not null check (kind in ('payment', 'refund', 'adjustment')),
  partner text not null,
  wallet text not null,
  merchant text not null,
  product text not null,
  order_no text not null,
  request_no text,
  wallet_no text,
  at_ms bigint not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount bigint not null,
  merchant_fee bigint not null,
  wallet_fee bigint not null,
  revenue_share bigint not null,
  agreement text not null,
  version integer not null,
  version_digest text not null,
  clauses jsonb not null,
  meters jsonb not null,
  settlement_day text not null check (settlement_day ~ '^\d{4}-\d\d-\d\d$'),
  settlement text references settlement.settlement (id),
  check (kind = 'adjustment' or (kind = 'payment') = (amount > 0)),
  check (kind <> 'payment' or request_no is null)
);
-- A capture or a refund is cleared once.
create unique index on settlement.clearing_line (object) where kind in ('payment', 'refund');
create index on settlement.clearing_line (partner, settlement_day) where settlement is null;
create index on settlement.clearing_line (settlement, id);
create index on settlement.clearing_line (partner, order_no);
create index on settlement.clearing_line (partner, at_ms);
revoke update, delete on settlement.clearing_line from covenant_app;
grant update (settlement) on settlement.clearing_line to covenant_app;

create function settlement.line_settles_once() returns trigger language plpgsql as $$
begin
  if old.settlement is not null then
    raise exception 'clearing line % is already in settlement %', old.id, old.settlement;
  end if;
  return new;
end $$;
create trigger line_settles_once before update on settlement.clearing_line
  for each row execute function settlement.line_settles_once();

-- Nets of one settlement by counterparty and currency.
create table settlement.position (
  settlement text not null references settlement.settlement (id),
  party text not null check (party in ('wallet', 'merchant')),
  counterparty text not null,
  currency text not null,
  payments bigint not null,
  payments_count integer not null,
  refunds bigint not null,
  refunds_count integer not null,
  adjustments bigint not null,
  adjustments_count integer not null,
  -- The wallet's fee in the wallet's position, the merchant's fee in a merchant's.
  fee bigint not null,
  revenue_share bigint not null,
  brought_forward bigint not null,
  -- What moves now.
  net bigint not null,
  carried_forward bigint not null,
  primary key (settlement, party, counterparty, currency)
);
create index on settlement.position (party, counterparty, settlement);
revoke update, delete on settlement.position from covenant_app;

-- The files of a closed settlement by name and digest; their bytes are made again from the lines and must meet the digest.
create table settlement.file (
  settlement text not null references settlement.settlement (id),
  name text not null,
  kind text not null check (kind in ('items', 'fees', 'summary')),
  currency text not null,
  part integer not null,
  lines integer not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  primary key (settlement, name)
);
revoke update, delete on settlement.file from covenant_app;

-- One row a partner: locking it makes closing days of one partner a queue.
create table settlement.partner_calendar (
  partner text primary key,
  last_sequence integer not null default 0,
  last_closed_day text,
  -- When the next look at this partner's days is due.
  alarm_ms bigint
);
revoke delete on settlement.partner_calendar from covenant_app;

-- What each merchant carries from settlement to settlement: negative when refunds left it owing, positive when pending money
-- was needed for refunds that were not settled yet. With the open lines it adds up to the merchant's pending account.
create table settlement.carried (
  partner text not null,
  merchant text not null,
  currency text not null,
  minor bigint not null,
  primary key (partner, merchant, currency)
);
revoke delete on settlement.carried from covenant_app;
