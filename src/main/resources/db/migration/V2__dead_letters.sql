-- Events set aside because Kafka cannot take them as they are: too large for the topic, refused by it, or not to be made
-- from their row. Setting them aside lets the others go on. They are retried now and then, their generations are not
-- purged, and the row is deleted once the broker has the event.
create table dead_letter (
    generation_id uuid primary key,
    cause         text        not null, -- of the latest try
    tries         integer     not null default 1,
    set_aside_at  timestamptz not null,
    due_at        timestamptz not null  -- the next try, or the end of the lease of the replica that tries
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- which events are to be tried again?
create index dead_letter_due on dead_letter (due_at);

-- Generations of the range whose event Kafka cannot take as it is.
alter table replay add column skipped bigint not null default 0;

alter table ledger_figures add column dead_letters bigint;
