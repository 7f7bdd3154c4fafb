-- How surely the payer was recognised (level A–D of 银发〔2017〕296号), under which exemption none was needed, and whether the
-- merchant wants its payer authenticated with us. The evidence itself stands in sca.authentication.
alter table payments.payment
  add column level text check (level in ('A', 'B', 'C', 'D')),
  add column exemption text,
  add column wants_authentication boolean not null default false;
update payments.payment set level = case strength when 'two-factor' then 'B' else 'C' end;
alter table payments.payment alter column level set not null;
