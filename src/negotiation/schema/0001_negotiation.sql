create schema negotiation;

-- What both sides know before the first move never changes; only the state of the room does.
create table negotiation.room (
  id text primary key,
  partner text not null,
  agreement text not null,
  version integer not null check (version > 0),
  schedule text not null check (schedule in ('whole', 'master', 'technical', 'marketing', 'data')),
  state text not null check (state in ('open', 'complete', 'closed')),
  base jsonb not null,
  institution_key text not null,
  wallet_key text not null,
  opened_at_ms bigint not null
);
-- Two open rooms with one partner would both lead to the next version.
create unique index on negotiation.room (partner) where state = 'open';
create index on negotiation.room (opened_at_ms desc, id);
revoke delete, truncate on negotiation.room from covenant_app;

create table negotiation.move (
  room text not null references negotiation.room (id),
  place integer not null check (place > 0),
  id text not null,
  by_side text not null check (by_side in ('institution', 'wallet')),
  seq integer not null,
  by_user text not null,
  move jsonb not null,
  primary key (room, place),
  unique (room, id),
  unique (room, by_side, seq)
);
revoke update, delete, truncate on negotiation.move from covenant_app;

-- The key a partner negotiates with in our workspace, sealed under that partner's own tenant.
create table negotiation.partner_key (
  partner text primary key,
  sealed text not null,
  public_key text not null,
  made_at_ms bigint not null
);
