-- The first answer to each Idempotency-Key, replayed byte for byte. `answered_ms` is null while the first is at work; its
-- lease frees the key after a crash. `ticket` tells the one at work from one whose lease ran out meanwhile.
create table world.answer (
  org text not null,
  route text not null,
  key text not null,
  digest text not null,
  ticket text not null,
  lease_until_ms bigint not null,
  asked_ms bigint not null,
  answered_ms bigint,
  status int,
  headers jsonb,
  body bytea,
  primary key (org, route, key),
  check ((answered_ms is null) = (status is null) and (status is null) = (body is null))
);
create index answer_asked on world.answer (asked_ms);
