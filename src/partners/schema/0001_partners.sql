create schema partners;

-- The organisation behind a wallet, from first contact to the end.
create table partners.partner (
  id text primary key,
  wallet text not null unique,
  name jsonb not null,
  legal_name jsonb not null,
  registration text not null,
  stage text not null check (stage in
    ('lead', 'contacted', 'researching', 'evaluated', 'negotiating', 'signing', 'integrating', 'live', 'suspended', 'ended')),
  region text not null,
  share_ppm integer check (share_ppm between 0 and 1000000),
  score integer check (score between 0 and 100),
  note jsonb not null,
  created_at_ms bigint not null,
  stage_at_ms bigint not null
);

create table partners.move (
  partner text not null references partners.partner (id),
  position integer not null,
  from_stage text,
  to_stage text not null,
  actor text not null,
  because jsonb not null,
  at_ms bigint not null,
  primary key (partner, position)
);
revoke update, delete on partners.move from covenant_app;
