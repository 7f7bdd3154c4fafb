-- A search hash names the version of the key that it was turned with last: v3.<64 hex>. A bare one is from before versions.
alter table vault.token drop constraint token_hash_check;
alter table vault.token add constraint token_hash_form check (hash ~ '^(v[1-9][0-9]{0,8}\.)?[0-9a-f]{64}$');
create index token_hash_version on vault.token (hash collate "C") where hash is not null;

alter table vault.rotation drop constraint rotation_what_check;
alter table vault.rotation add constraint rotation_what check (what in ('data', 'master', 'search'));

-- How far a rotation has gone through the ciphertexts that another module keeps, so that one that was interrupted goes on there.
create table vault.sweep (
  rotation text not null references vault.rotation (id),
  keeper text not null,
  after text not null,
  done boolean not null,
  primary key (rotation, keeper)
);
comment on column vault.sweep.rotation is 'C1';
comment on column vault.sweep.keeper is 'C1';
comment on column vault.sweep.after is 'C1';
