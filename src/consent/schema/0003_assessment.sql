-- Data of this purpose leave the country: one more reason to assess first (个人信息保护法 55 (4)).
alter table consent.purpose add column abroad boolean not null default false;

-- What was found before a risky purpose was switched on (个人信息保护法 55, 56). `covers` is the digest of what was assessed: a purpose
-- that takes more data or another way needs another assessment. Kept for three years after another took its place.
create table consent.assessment (
  id text primary key,
  purpose text not null references consent.purpose (id),
  covers text not null check (length(covers) = 64),
  assessor text not null,
  assessed_on date not null,
  findings text not null,
  risk text not null check (risk in ('low', 'medium', 'high')),
  measures text not null,
  recorded_by text not null,
  recorded_at_ms bigint not null,
  superseded_at_ms bigint
);
create index on consent.assessment (purpose, id);
create index on consent.assessment (superseded_at_ms) where superseded_at_ms is not null;
-- What was found is not found otherwise later: only that another took its place is written.
revoke update, truncate on consent.assessment from covenant_app;
grant update (superseded_at_ms) on consent.assessment to covenant_app;
