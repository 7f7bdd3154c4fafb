-- A cancel that was sent and whose outcome is not known: until it is, a success the wallet tells of may still be taken back.
alter table payments.attempt add column cancel_asked_ms bigint;
