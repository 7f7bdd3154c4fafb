-- The role the application works as. What it may not do (edit a journal, change a signed version) each module takes away.
do $$ begin
  if not exists (select from pg_roles where rolname = 'covenant_app') then create role covenant_app nologin; end if;
exception when duplicate_object or unique_violation then null; -- two databases of one server migrated at once
end $$;
do $$ begin execute format('grant covenant_app to %I', current_user); end $$;
alter default privileges grant usage on schemas to covenant_app;
alter default privileges grant select, insert, update, delete on tables to covenant_app;
alter default privileges grant usage on sequences to covenant_app;
create extension if not exists btree_gist;

create schema world;
grant usage on schema world, migration to covenant_app;
grant select on migration.applied to covenant_app;

create table world.command (
  name text not null,
  key text not null,
  digest text not null,
  answer jsonb,
  at_ms bigint not null,
  primary key (name, key)
);

create table world.outbox (
  id text primary key,
  name text not null,
  at_ms bigint not null,
  data jsonb not null
);
revoke update, delete on world.outbox from covenant_app;

create table world.reacted (
  event text not null references world.outbox (id),
  reaction text not null,
  at_ms bigint not null,
  primary key (event, reaction)
);

-- graphile-worker guards its own tables; this is the one door the application has to them.
create function world.add_job(task text, payload jsonb, due_ms bigint) returns bigint
language sql security definer set search_path = pg_catalog as $$
  select (graphile_worker.add_job(task, payload::json, run_at => to_timestamp(due_ms / 1000.0))).id
$$;
