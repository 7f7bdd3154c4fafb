create schema research;

-- What we know of a wallet in one market. A draft is rewritten until somebody else publishes it; then it stays as it is.
create table research.dossier (
  id text primary key,
  partner text not null,
  market text not null check (market ~ '^[A-Z]{2}$'),
  version int not null check (version > 0),
  state text not null check (state in ('draft', 'published')),
  content jsonb not null,
  digest text not null check (length(digest) = 64),
  author text not null,
  saved_at_ms bigint not null,
  publisher text,
  published_at_ms bigint,
  unique (partner, market, version),
  check ((state = 'published') = (published_at_ms is not null)),
  check ((state = 'published') = (publisher is not null)),
  check (publisher is distinct from author)
);
create unique index on research.dossier (partner, market) where state = 'draft';

create function research.keep_published() returns trigger language plpgsql as $$
begin
  if old.state = 'published' then
    raise exception 'a published dossier does not change';
  end if;
  return new;
end $$;
create trigger keep_published before update on research.dossier for each row execute function research.keep_published();
revoke delete, truncate on research.dossier from covenant_app;
