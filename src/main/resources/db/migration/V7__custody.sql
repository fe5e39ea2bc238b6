-- Results that are paid for and not kept yet: one row for each success whose results go into the store, from its commit until
-- all of it is there and told. Its event is not in the outbox while tell_at says that it may still wait.
create table custody (
    generation_id uuid primary key,
    completed_at  timestamptz not null, -- of the generation
    due_at        timestamptz not null, -- the next try, or the end of the lease of the replica that copies
    holder        uuid,                 -- the life of the replica that copies; null: anybody's from due_at on
    tell_at       timestamptz,          -- when its event goes without what is not stored; null: it is in the outbox, or was
    expires_at    timestamptz not null, -- when its links are dead
    tries         integer     not null default 0, -- by a sweep
    cause         text,                 -- of the latest try in vain
    stored_at     timestamptz           -- all is stored, and the event of that is still to be sent; null: not yet
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- what is to be copied?
create index custody_due on custody (due_at);
-- which events have waited long enough?
create index custody_tell on custody (tell_at) where tell_at is not null;
