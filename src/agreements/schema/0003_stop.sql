-- New payments that are refused although the agreement is in force: with the whole wallet (no merchant) or of one merchant with it.
-- Refunds and disputes run on. A stop is written once and lifted once; it is never deleted.
create table agreements.stop (
  id text primary key,
  partner text not null,
  agreement text not null references agreements.agreement (id),
  merchant text,
  kind text not null check (kind in ('limit', 'suspend', 'close')),
  because jsonb not null,
  -- Who stopped it: a person, or what a monitoring clause found (its evidence).
  source text not null,
  from_ms bigint not null,
  -- A limit ends by itself.
  until_ms bigint check (until_ms > from_ms),
  lifted_ms bigint,
  lifted_because text,
  check ((lifted_ms is null) = (lifted_because is null))
);
create index on agreements.stop (partner, from_ms);

create function agreements.keep_stop() returns trigger language plpgsql as $$
begin
  if old.lifted_ms is not null then raise exception 'a lifted stop never changes'; end if;
  if (old.partner, old.merchant, old.kind, old.because, old.source, old.from_ms, old.until_ms)
     is distinct from (new.partner, new.merchant, new.kind, new.because, new.source, new.from_ms, new.until_ms) then
    raise exception 'a stop is only ever lifted';
  end if;
  return new;
end $$;
create trigger keep_stop before update on agreements.stop for each row execute function agreements.keep_stop();
revoke delete, truncate on agreements.stop from covenant_app;
