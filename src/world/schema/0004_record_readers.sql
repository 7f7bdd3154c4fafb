-- Who reads the record asks by organisation and by act, newest first.
create index record_org on world.record (org, id) where org <> '';
create index record_act on world.record (act, id);
create index record_owner on world.record (coalesce(facts ->> 'merchant', facts ->> 'partner'), id)
  where coalesce(facts ->> 'merchant', facts ->> 'partner') is not null;
