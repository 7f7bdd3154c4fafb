create schema consent;

-- What personal data may be used for. `basis` is the ground of 个人信息保护法 13; only `consent` needs a row in consent.consent.
create table consent.purpose (
  id text primary key,
  name jsonb not null,
  why jsonb not null,
  basis text not null check (basis in ('consent', 'contract', 'law')),
  scopes jsonb not null,
  separate boolean not null,
  sensitive boolean not null,
  written boolean not null,
  shares boolean not null,
  credit boolean not null,
  recommends boolean not null,
  notice_days int not null check (notice_days between 0 and 365),
  lasts_days int check (lasts_days between 1 and 3650),
  keep text not null,
  active boolean not null,
  place int not null,
  digest text not null check (length(digest) = 64),
  changed_at_ms bigint not null,
  -- 个人信息保护法 23, 29: sharing and sensitive data are asked for alone.
  check (separate or not (sensitive or shares or written))
);

-- The words a person agreed to. A text never changes: other words have another digest, and ask anew.
create table consent.text (
  digest text primary key check (length(digest) = 64),
  purpose text not null references consent.purpose (id),
  version int not null,
  zh text not null,
  en text not null,
  effective_at_ms bigint not null,
  published_at_ms bigint not null,
  unique (purpose, version)
);
create index on consent.text (purpose, effective_at_ms);
revoke update, delete, truncate on consent.text from covenant_app;

-- Who else receives it: the five fields of 个人信息保护法 23, and for affiliates those of 非银行支付机构监督管理条例 32.
create table consent.recipient (
  id text primary key,
  name jsonb not null,
  terms jsonb not null,
  digest text not null check (length(digest) = 64),
  licence text,
  active boolean not null,
  changed_at_ms bigint not null
);

create table consent.consent (
  id text primary key,
  subject text not null,
  purpose text not null references consent.purpose (id),
  scopes text[] not null,
  recipient text references consent.recipient (id),
  recipient_digest text,
  purpose_digest text not null,
  text_digest text not null references consent.text (digest),
  given_by text not null,
  form text not null check (form in ('tap', 'passkey', 'signature')),
  evidence jsonb,
  evidence_digest text not null,
  given_at_ms bigint not null,
  until_ms bigint,
  ended_at_ms bigint,
  ended_by text check (ended_by in ('withdrawn', 'replaced')),
  receipt text not null check (length(receipt) = 64),
  check ((ended_at_ms is null) = (ended_by is null)),
  check ((recipient is null) = (recipient_digest is null))
);
-- One consent of a person for a purpose and a recipient is in force, never two.
create unique index consent_in_force on consent.consent (subject, purpose, coalesce(recipient, '')) where ended_at_ms is null;
create index on consent.consent (subject, id);
create index on consent.consent (purpose, id);
create index on consent.consent (ended_at_ms) where evidence is not null;

-- A person's no to what does not rest on consent (个人信息保护法 24, 44) and the stop of 个人信息保护法 47 (purpose '*').
create table consent.refusal (
  subject text not null,
  purpose text not null,
  at_ms bigint not null,
  primary key (subject, purpose)
);

-- Persons under 14 and who answers for them; no birthday is kept, only the last day a guardian is needed.
create table consent.ward (
  subject text primary key,
  guardian text not null,
  relation text not null check (relation in ('parent', 'guardian')),
  last_day date not null
);
create index on consent.ward (guardian);

-- Where a consent stands at a moment. The one place this rule is written: what may be used and what the lists show both ask here.
create function consent.state(c consent.consent, at_ms bigint) returns text language sql stable as $$
  select case
    when c.ended_by is not null then c.ended_by
    when c.until_ms <= at_ms then 'expired'
    when not p.active or p.digest <> c.purpose_digest then 'outdated'
    when (select agreed.version from consent.text agreed where agreed.digest = c.text_digest)
         < (select max(held.version) from consent.text held where held.purpose = c.purpose and held.effective_at_ms <= at_ms)
      then 'outdated'
    when c.recipient is not null
         and (not r.active or r.digest <> c.recipient_digest or (p.credit and r.licence is null)) then 'outdated'
    else 'in_force' end
    from consent.purpose p left join consent.recipient r on r.id = c.recipient
   where p.id = c.purpose
$$;
