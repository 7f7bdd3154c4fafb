create schema sandbox;

-- Steps of the demo world that are done, so that a start after an interruption goes on where the last one was.
create table sandbox.done (
  step text primary key,
  at_ms bigint not null
);
