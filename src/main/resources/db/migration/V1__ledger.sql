-- The ledger. One row is one generation, from its acceptance to its purge; it serves as queue entry, lease and audit
-- record. `due_at` says when a replica may next pick the row up; its meaning depends on the state:
--   queued      its deadline                    submitting  the end of the submitting replica's lease
--   submitted   the next poll                   unconfirmed the deadline for a confirmation
create table generation (
    id               uuid        not null,
    caller           text        not null,
    idempotency_key  text,
    fingerprint      bytea       not null,
    model            text        not null,
    input            text        not null, -- JSON object, as sent to the provider
    correlation_id   text,
    metadata         text        not null, -- JSON object of strings
    priority         smallint    not null, -- 0 high, 1 normal, 2 low
    traceparent      text,                 -- W3C trace context of the submission
    state            text        not null check (state in
        ('queued', 'submitting', 'submitted', 'unconfirmed', 'succeeded', 'failed', 'expired', 'cancelled')),
    attempts         integer     not null, -- createTask calls begun; the fencing token of a submission
    polls            integer     not null default 0,
    due_at           timestamptz not null,
    deadline_at      timestamptz not null,
    task_id          text,
    images           text,                 -- JSON array of {url}
    failure_code     text,
    failure_message  text,
    credits_consumed numeric,
    resolved_by      text,
    created_at       timestamptz not null,
    submitted_at     timestamptz,
    completed_at     timestamptz
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- a caller's generations, newest first
create index generation_listing on generation (caller, id desc);
create index generation_correlation on generation (caller, correlation_id, id desc) where correlation_id is not null;
-- which rows are queued, oldest first within a caller and priority?
create index generation_queue on generation (caller, priority, id) where state = 'queued';
-- which open rows are due (leases run out, polls, deadlines), and how many tasks run?
create index generation_due on generation (state, due_at) where completed_at is null;
-- unsuccessful generations, for a caller's listing by state
create index generation_unsuccessful on generation (caller, state, id desc) where state in ('failed', 'expired', 'cancelled');

-- Created last: with statistics from an empty table all indexes cost the same, and the planner takes the newest. With
-- another one it would scan a caller's listing from end to end for each id and each key.
alter table generation add primary key (id);
-- which generation of a caller has this key?
create unique index generation_idempotency on generation (caller, idempotency_key) where idempotency_key is not null;

-- A request answered 503 must have no effect when a stalled database resumes: a statement that calls this after its
-- deadline rolls back.
create function in_time(not_after timestamptz) returns boolean language plpgsql volatile as $$
begin
    if clock_timestamp() > not_after then
        raise exception 'nobody waits for this any more' using errcode = 'query_canceled';
    end if;
    return true;
end $$;

-- The outbox: one row holds the events of one commit that are not on Kafka yet. It is deleted once the broker has all of
-- them, so an ended generation whose id is in no row has been published. One narrow row for many generations instead of a
-- mark on each: a second version of every row, with an entry in each of its indexes, cost as much as the commit itself.
create table outbox (
    id           bigint generated always as identity primary key,
    completed_at timestamptz not null, -- of all its generations
    due_at       timestamptz not null, -- the end of the publishing replica's lease
    generations  uuid[]      not null  -- 256 at most
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- a few kB that live for milliseconds are not worth a TOAST table
alter table outbox alter column generations set storage plain;
-- which entries are to be published, in completion order?
create index outbox_order on outbox (completed_at, id);

-- Outcomes that arrived after a terminal state and differ from it: kept for audit, never published.
create table late_outcome (
    generation_id   uuid        not null,
    task_id         text        not null,
    state           text        not null,
    images          text,
    failure_code    text,
    failure_message text,
    resolved_by     text        not null,
    received_at     timestamptz not null,
    primary key (generation_id, task_id, state)
);

-- The provider's limit as a ring of slots: createTask takes a slot whose last use is a whole period ago, so no window of
-- that length ever holds more calls than slots. free_at is unindexed on purpose: updates stay HOT.
create table pace_slot (
    slot     integer primary key,
    free_at  timestamptz not null,
    taken_by uuid                  -- the generation whose call took it; a call that made no task frees it
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- One row: the end of the current pause of submissions (the provider asked for it or the account is empty), and the
-- fair queue's virtual time.
create table pace (
    only_row     boolean primary key default true check (only_row),
    paused_until timestamptz      not null,
    pause_reason text,
    strikes      integer          not null default 0,
    no_credits_since timestamptz,          -- the account is empty: submissions pause until a balance is seen
    virtual_time double precision not null default 0
) with (fillfactor = 10);
insert into pace (paused_until) values ('-infinity');

-- Where each caller's next turn starts on the fair queue's virtual time (start-time fair queueing).
create table caller_turn (
    caller    text primary key,
    finish    double precision not null,
    served_at timestamptz      not null -- last
) with (fillfactor = 50);

-- How many rows of each caller are queued, for the queue's limits and places: counting a long queue takes long. Triggers
-- keep it for every change; it is in parts, so that submissions do not wait for each other's commit.
create table queue_depth (
    caller  text,
    part    smallint, -- -1: rows taken out by dispatchers, many at once
    waiting bigint not null,
    primary key (caller, part)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create function count_waiting() returns trigger language plpgsql as $$
begin
    insert into queue_depth as d (caller, part, waiting)
    values (
        coalesce(new.caller, old.caller),
        pg_backend_pid() % 8,
        case when tg_op <> 'DELETE' and new.state = 'queued' then 1 else -1 end)
    on conflict (caller, part) do update set waiting = d.waiting + excluded.waiting;
    return null;
end $$;

create trigger begins_to_wait after insert on generation
    for each row when (new.state = 'queued') execute function count_waiting();
-- the dispatcher's statement counts its own change, queued to submitting
create trigger waits_or_not after update of state on generation
    for each row when ((old.state = 'queued') <> (new.state = 'queued') and new.state <> 'submitting')
    execute function count_waiting();
create trigger waits_no_more after delete on generation
    for each row when (old.state = 'queued') execute function count_waiting();

-- Submissions per day (UTC) of callers with a daily limit. One row a day and caller: small enough to be kept.
create table caller_day (
    caller   text,
    day      date,
    accepted integer not null,
    most     integer not null,
    primary key (caller, day),
    constraint daily_limit check (accepted <= most)
) with (fillfactor = 50);

-- The account's balance as last read: one replica reads it for all when it is due.
create table credits (
    only_row boolean primary key default true check (only_row),
    balance  numeric,
    read_at  timestamptz,
    due_at   timestamptz not null
) with (fillfactor = 50);
insert into credits (due_at) values ('-infinity');

-- The gauges' figures as last counted: one replica counts for all when they are due.
create table ledger_figures (
    only_row           boolean primary key default true check (only_row),
    due_at             timestamptz not null,
    counted_at         timestamptz,
    queued             bigint,
    submitting         bigint,
    submitted          bigint,
    unconfirmed        bigint,
    unpublished        bigint,
    free_slots         integer,
    paused             boolean,
    oldest_queued      timestamptz, -- their creation
    oldest_open        timestamptz,
    oldest_unpublished timestamptz  -- its end
) with (fillfactor = 10);
insert into ledger_figures (due_at) values ('-infinity');

-- Replays ordered by operators: any replica takes the next step, and last_id is the progress.
create table replay (
    id           uuid primary key,
    requested_by text        not null,
    from_time    timestamptz not null,
    to_time      timestamptz not null,
    last_id      uuid        not null, -- generations up to this id have been processed
    published    bigint      not null default 0,
    due_at       timestamptz not null,
    created_at   timestamptz not null,
    finished_at  timestamptz
);
create index replay_due on replay (due_at) where finished_at is null;
