create schema evaluation;

-- What a partner answered. Every handing-in is a version of its own with all answers in it; none changes.
create table evaluation.answer_set (
  partner text not null,
  version int not null check (version > 0),
  questionnaire int not null,
  answers jsonb not null,
  digest text not null check (length(digest) = 64),
  org text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (partner, version)
);
revoke update, delete, truncate on evaluation.answer_set from covenant_app;

-- What our people think of an answer. Bound to the moment it was given, so that another answer is reviewed anew.
create table evaluation.review (
  partner text not null,
  question text not null,
  answered_at_ms bigint not null,
  verdict text not null check (verdict in ('accepted', 'questioned')),
  note text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (partner, question, answered_at_ms)
);

-- What a wallet declares it can do, against what we need.
create table evaluation.technical_sheet (
  partner text not null,
  version int not null check (version > 0),
  declared jsonb not null,
  actor text not null,
  at_ms bigint not null,
  primary key (partner, version)
);
revoke update, delete, truncate on evaluation.technical_sheet from covenant_app;

-- Weights of the criteria; a version once used stays readable for the cards that name it.
create table evaluation.weights (
  version int primary key check (version > 0),
  method text not null check (method in ('direct', 'pairwise')),
  of jsonb not null,
  pairs jsonb not null,
  ratio_ppm int not null check (ratio_ppm between 0 and 100000),
  because text not null,
  actor text not null,
  at_ms bigint not null
);
revoke update, delete, truncate on evaluation.weights from covenant_app;

-- One evaluation of a partner: who assesses, and the card it comes to. `version` counts the cards of a partner.
create table evaluation.round (
  id text primary key,
  partner text not null,
  version int not null check (version > 0),
  state text not null check (state in ('scoring', 'submitted', 'approved')),
  assessors text[] not null check (cardinality(assessors) between 2 and 5),
  weights int not null references evaluation.weights (version),
  reconciled jsonb not null,
  card jsonb,
  digest text check (length(digest) = 64),
  opened_by text not null,
  opened_at_ms bigint not null,
  submitted_at_ms bigint,
  approved_by text,
  approved_at_ms bigint,
  unique (partner, version),
  check ((state = 'scoring') = (card is null)),
  check ((card is null) = (digest is null)),
  check ((state = 'approved') = (approved_at_ms is not null))
);
-- A partner is evaluated once at a time.
create unique index on evaluation.round (partner) where state <> 'approved';

-- What one assessor handed in; it does not change afterwards.
create table evaluation.sheet (
  round text not null references evaluation.round (id),
  assessor text not null,
  findings jsonb not null,
  at_ms bigint not null,
  primary key (round, assessor)
);
revoke update, delete, truncate on evaluation.sheet from covenant_app;
