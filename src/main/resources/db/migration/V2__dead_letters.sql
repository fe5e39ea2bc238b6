-- Events that are not taken for what they are, and not because the broker is away: too large for the topic, refused by it,
-- or of a row that no event can be made of. They stand aside, so that the others go on, and are tried again now and then;
-- their generations are not purged. Gone once the broker has the event.
create table dead_letter (
    generation_id uuid primary key,
    cause         text        not null, -- of the latest try
    tries         integer     not null default 1,
    set_aside_at  timestamptz not null,
    due_at        timestamptz not null  -- the next try, or the end of the lease of the replica that tries
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- what is to be tried again?
create index dead_letter_due on dead_letter (due_at);

-- Generations of the range whose event is not taken for what it is.
alter table replay add column skipped bigint not null default 0;

alter table ledger_figures add column dead_letters bigint;
