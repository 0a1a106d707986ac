-- When the consumer met an entry again that an operator had replayed. What it is this time stands in a row of its own.
alter table quarantine add column replayed_at timestamptz;
