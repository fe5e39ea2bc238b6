-- One row, which one replica writes now and then for all: only a commit shows whether the ledger accepts commits.
create table write_probe (
    only_row   boolean primary key default true check (only_row),
    written_at timestamptz not null
) with (fillfactor = 10);
insert into write_probe (written_at) values ('-infinity');

-- That row has room on its page even when the disk is full, so this also writes to disk: its result does not fit into so
-- little memory and becomes a temporary file of about 200 kB, which leaves neither rows nor log behind. Fails on a full disk.
create function disk_takes_more() returns boolean language sql volatile set work_mem = '64kB' as $$
    select count(*) > 0 from generate_series(1, 20000)
$$;
