-- The ledger. One row is one generation, from its acceptance to its purge; it is the queue, the lease and the audit at
-- once. `due_at` says when a replica may next pick the row up, and its meaning follows the state:
--   queued      its deadline                    submitting  the end of the submitting replica's lease
--   submitted   the next poll                   unconfirmed the deadline for a confirmation
create table generation (
    id               uuid        not null,
    caller           text        not null,
    idempotency_key  text,
    fingerprint      bytea       not null,
    model            text        not null,
    input            text        not null, -- JSON object, as it is sent to the provider
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
-- who waits, oldest first within a caller and priority?
create index generation_queue on generation (caller, priority, id) where state = 'queued';
-- which open rows are due (leases run out, polls, deadlines), and how many tasks run?
create index generation_due on generation (state, due_at) where completed_at is null;
-- what did not go well, for a caller's listing by state
create index generation_unsuccessful on generation (caller, state, id desc) where state in ('failed', 'expired', 'cancelled');

-- The last of all: on a table that was empty when its statistics were made all indexes cost the same, the planner takes the
-- newest, and a caller's listing would be read from end to end for each id and each key.
alter table generation add primary key (id);
-- which generation has this key of this caller?
create unique index generation_idempotency on generation (caller, idempotency_key) where idempotency_key is not null;

-- What a client was told to have failed must not come to pass when a database that stood still goes on: such a statement
-- fails as a whole.
create function in_time(not_after timestamptz) returns boolean language plpgsql volatile as $$
begin
    if clock_timestamp() > not_after then
        raise exception 'nobody waits for this any more' using errcode = 'query_canceled';
    end if;
    return true;
end $$;

-- The outbox: one row is the events of one commit that are not on Kafka yet. It is gone once the broker has them all, so
-- a generation whose id is in no row has been published. One narrow row for many generations, in place of a mark on each
-- of them: a second version of every row, with an entry in each of its indexes, cost as much as the commit itself.
create table outbox (
    id           bigint generated always as identity primary key,
    completed_at timestamptz not null, -- of all its generations
    due_at       timestamptz not null, -- the end of the publishing replica's lease
    generations  uuid[]      not null  -- 256 at most
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- a few kB that live for milliseconds are not worth a table of their own
alter table outbox alter column generations set storage plain;
-- what is to be published, in completion order?
create index outbox_order on outbox (completed_at, id);

-- Outcomes that came after a terminal state and differ from it: kept for audit, never published.
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

-- The provider's limit as a ring of slots: a createTask takes a slot whose last use is a whole period ago, so that no
-- window of that length ever holds more calls than there are slots. free_at is unindexed on purpose: updates stay HOT.
create table pace_slot (
    slot     integer primary key,
    free_at  timestamptz not null,
    taken_by uuid                  -- the generation whose call took it: a call that made no task gives it back
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- One row: until when nothing is sent (the provider asked for it, is away, or the account is empty), and the fair
-- queue's virtual time.
create table pace (
    only_row     boolean primary key default true check (only_row),
    paused_until timestamptz      not null,
    pause_reason text,
    strikes      integer          not null default 0,
    no_credits_since timestamptz,          -- the account is empty: nothing is sent until a balance is seen again
    virtual_time double precision not null default 0
) with (fillfactor = 10);
insert into pace (paused_until) values ('-infinity');

-- Where each caller's next turn starts on the fair queue's virtual time (start-time fair queueing).
create table caller_turn (
    caller    text primary key,
    finish    double precision not null,
    served_at timestamptz      not null -- last
) with (fillfactor = 50);

-- How many of each caller wait. The bounds of the queue and places in it are read here: counting a long queue takes
-- long. Kept by triggers, whoever changes a row; in parts, so that submissions do not wait for each other's commit.
create table queue_depth (
    caller  text,
    part    smallint, -- -1: what the dispatcher took out, many rows at once
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
-- the dispatcher's own step, queued to submitting, is counted by its statement
create trigger waits_or_not after update of state on generation
    for each row when ((old.state = 'queued') <> (new.state = 'queued') and new.state <> 'submitting')
    execute function count_waiting();
create trigger waits_no_more after delete on generation
    for each row when (old.state = 'queued') execute function count_waiting();

-- What callers with a daily limit have submitted on a day (UTC). A row a day and caller: small enough to be kept.
create table caller_day (
    caller   text,
    day      date,
    accepted integer not null,
    most     integer not null,
    primary key (caller, day),
    constraint daily_limit check (accepted <= most)
) with (fillfactor = 50);

-- The account's balance as it was last read: one replica reads it for all, when it is due.
create table credits (
    only_row boolean primary key default true check (only_row),
    balance  numeric,
    read_at  timestamptz,
    due_at   timestamptz not null
) with (fillfactor = 50);
insert into credits (due_at) values ('-infinity');

-- What the gauges show, as it was last counted: one replica counts for all, when it is due.
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

-- Replays that operators asked for: any replica takes the next step, the cursor says how far they are.
create table replay (
    id           uuid primary key,
    requested_by text        not null,
    from_time    timestamptz not null,
    to_time      timestamptz not null,
    last_id      uuid        not null, -- generations up to this id have been looked at
    published    bigint      not null default 0,
    due_at       timestamptz not null,
    created_at   timestamptz not null,
    finished_at  timestamptz
);
create index replay_due on replay (due_at) where finished_at is null;
