-- Who approved, by id: whoever approved a version neither signs it nor checks the signing. Names alone do not tell people apart.
alter table agreements.approval add column by_id text;
