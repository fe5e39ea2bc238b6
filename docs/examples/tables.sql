-- of the consumers in this folder, each in the database of its own work
create table seen_event (ce_id text primary key, at timestamptz not null default now()); -- rows older than the topic's retention can go
create table applied (generation text, outcome text, event text); -- the work: here a row
