-- What terms are projected on: a partner's captures and refunds in the order of the books.
create index on payments.payment (partner, captured_at_ms, id) where captured_at_ms is not null;
create index on payments.refund (ended_at_ms, id) where state = 'refunded';
