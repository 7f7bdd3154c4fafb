-- By whom a refund was asked for, when by a person, and under which approval: what nobody checked is summed up, so that a refund
-- above the limit does not pass in parts.
alter table payments.refund
  add column person text,
  add column approval text;
create index on payments.refund (person, created_at_ms) where person is not null and approval is null;
