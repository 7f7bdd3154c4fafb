-- Differences that nobody has explained: few among all items, and asked for on every look at the day.
create index item_open on reconciliation.item (reconciliation, run) where state = 'open';
