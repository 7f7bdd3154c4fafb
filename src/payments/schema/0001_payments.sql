create schema payments;

-- The table of states, printed from src/payments/payment.ts (a test compares them). The trigger below lets no other move pass.
create table payments.transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into payments.transition (from_state, to_state) values
  ('created', 'needs_action'), ('created', 'processing'), ('created', 'captured'), ('created', 'declined'),
  ('created', 'cancelled'), ('created', 'expired'), ('created', 'unknown'),
  ('needs_action', 'processing'), ('needs_action', 'captured'), ('needs_action', 'declined'),
  ('needs_action', 'cancelled'), ('needs_action', 'expired'), ('needs_action', 'unknown'),
  ('processing', 'captured'), ('processing', 'declined'), ('processing', 'cancelled'), ('processing', 'expired'),
  ('processing', 'unknown'),
  ('unknown', 'needs_action'), ('unknown', 'processing'), ('unknown', 'captured'), ('unknown', 'declined'),
  ('unknown', 'cancelled'), ('unknown', 'expired'),
  ('captured', 'partly_refunded'), ('captured', 'refunded'),
  ('partly_refunded', 'refunded');
revoke insert, update, delete, truncate on payments.transition from covenant_app;

create table payments.payment (
  id text primary key,
  merchant text not null,
  -- The merchant's own order number: the second layer of idempotency, kept for ever.
  order_no text not null,
  order_digest text not null,
  store text,
  product text not null check (product in ('online', 'qr-merchant', 'qr-consumer', 'nfc', 'in-app')),
  subject text not null,
  currency text not null,
  minor bigint not null check (minor > 0),
  refunded_minor bigint not null default 0 check (refunded_minor >= 0),
  refunding_minor bigint not null default 0 check (refunding_minor >= 0),
  state text not null,
  partner text,
  wallet text,
  payer text,
  strength text not null check (strength in ('none', 'one-factor', 'two-factor')),
  agreement text,
  version integer,
  version_digest text check (version_digest ~ '^[0-9a-f]{64}$'),
  return_url text,
  checkout_digest text unique,
  holds jsonb not null default '[]',
  priced jsonb,
  frozen text,
  cancelling boolean not null default false,
  expires_at_ms bigint not null,
  created_at_ms bigint not null,
  captured_at_ms bigint,
  updated_at_ms bigint not null,
  unique (merchant, order_no),
  check (refunded_minor + refunding_minor <= minor)
);
create index on payments.payment (created_at_ms desc, id desc);
create index on payments.payment (state, created_at_ms desc);
create index on payments.payment (merchant, created_at_ms desc);
create index on payments.payment (wallet, created_at_ms desc);

create function payments.keep_table() returns trigger language plpgsql as $$
begin
  if old.state <> new.state and not exists (
    select from payments.transition t where t.from_state = old.state and t.to_state = new.state) then
    raise exception 'a payment does not move from % to %', old.state, new.state;
  end if;
  if old.version_digest is not null and old.version_digest is distinct from new.version_digest then
    raise exception 'the version a payment was made under never changes';
  end if;
  if old.minor <> new.minor or old.currency <> new.currency then raise exception 'the amount of a payment never changes'; end if;
  return new;
end $$;
create trigger keep_table before update on payments.payment for each row execute function payments.keep_table();
revoke delete, truncate on payments.payment from covenant_app;

create table payments.history (
  payment text not null references payments.payment (id),
  position integer not null,
  from_state text,
  to_state text not null,
  because text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (payment, position)
);
revoke update, delete, truncate on payments.history from covenant_app;

-- One try with one wallet: what we asked, what the wallet said and what the books hold are kept apart.
create table payments.attempt (
  id text primary key,
  payment text not null references payments.payment (id),
  position integer not null,
  wallet text not null,
  order_no text not null,
  asked text not null check (asked in ('precreate', 'pay')),
  said text not null check (said in ('nothing', 'code', 'waiting', 'paid', 'declined', 'closed', 'cancelled', 'unknown')),
  books text not null check (books in ('nothing', 'posted', 'suspended', 'reversed')),
  because text,
  code text,
  wallet_no text,
  payer text,
  paid_at_ms bigint,
  asks integer not null default 0,
  ask_at_ms bigint,
  created_at_ms bigint not null,
  unique (payment, position),
  unique (wallet, order_no)
);
-- At most one attempt of a payment is ever captured.
create unique index on payments.attempt (payment) where books = 'posted';

create table payments.call (
  id text primary key,
  payment text not null references payments.payment (id),
  refund text,
  operation text not null,
  outcome text not null,
  code text,
  request text not null,
  response text not null,
  http_status integer,
  latency_ms integer not null,
  at_ms bigint not null
);
create index on payments.call (payment, at_ms);
revoke update, delete, truncate on payments.call from covenant_app;

create table payments.refund (
  id text primary key,
  payment text not null references payments.payment (id),
  request_no text not null unique,
  currency text not null,
  minor bigint not null check (minor > 0),
  state text not null check (state in ('asked', 'refunded', 'declined', 'unknown')),
  reason text not null,
  actor text not null,
  late boolean not null default false,
  -- The ledger hold on the merchant's money while the wallet is asked, and its size.
  hold text,
  hold_minor bigint not null default 0 check (hold_minor >= 0),
  because text,
  priced jsonb,
  asks integer not null default 0,
  ask_at_ms bigint,
  created_at_ms bigint not null,
  ended_at_ms bigint
);
create index on payments.refund (payment, created_at_ms);

create table payments.notice (
  id text primary key,
  wallet text not null,
  notice_id text,
  verdict text not null check (verdict in ('applied', 'older', 'illegal', 'forged', 'not_understood', 'not_ours', 'contradiction')),
  payment text,
  detail text not null,
  text text not null,
  raw_digest text not null,
  at_ms bigint not null
);
create unique index on payments.notice (wallet, notice_id) where notice_id is not null;
create index on payments.notice (payment, at_ms);
revoke update, delete, truncate on payments.notice from covenant_app;
