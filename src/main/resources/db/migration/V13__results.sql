-- How far contents are erased that are older than they are kept; generations up to this id have been looked at.
create table content_retention (
    only_row boolean primary key default true check (only_row),
    due_at   timestamptz not null, -- the next round, or the end of the lease of the replica that is at it
    last_id  uuid        not null
) with (fillfactor = 10);
insert into content_retention (due_at, last_id) values ('-infinity', '00000000-0000-0000-0000-000000000000');

-- How far the store of results is looked through for objects that no generation names: the objects of this day have been.
create table store_sweep (
    only_row boolean primary key default true check (only_row),
    due_at   timestamptz not null,
    day      date        not null
) with (fillfactor = 10);
insert into store_sweep (due_at, day) values ('-infinity', current_date - 7);
