-- What clauses about errors are measured on: calls by moment.
create index on payments.call (at_ms);
