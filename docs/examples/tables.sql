-- of the consumers in this folder, each in the database of its own work
-- rows can go when they are older than gateway.retention.completed (30 days) and the topic's retention together: until then an operator
-- can send an event again, and it can be read
create table seen_event (ce_id text primary key, at timestamptz not null default now());
create table applied (generation text, outcome text, event text); -- the work: here a row
