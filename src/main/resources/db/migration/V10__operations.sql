-- What an operator asks for, and who asked for it. Nothing here is written on the way of a generation that goes well.

-- What its row cannot say of a generation: refused and lost calls, odd callbacks. Gone with its generation.
create table journal (
    generation_id uuid        not null,
    entry         bigint      generated always as identity,
    noted_at      timestamptz not null,
    kind          text        not null,
    detail        text,
    attempt       integer,
    primary key (generation_id, entry)
);

-- Who did what, and why: written by the statement that does it. Kept.
create table audit (
    entry        bigint      generated always as identity primary key,
    done_at      timestamptz not null,
    actor        text        not null,
    action       text        not null,
    target       text,                 -- a generation, a model or an operation
    reason       text,
    operation_id uuid                  -- done by one
);
create index audit_target on audit (target, entry) where target is not null;

-- Where nothing is sent, on an operator's word. The brake for all is in pace.paused_until too, which the statements of the queue
-- read; until: infinity until it is taken off.
create table brake (
    scope  text primary key, -- all
    until  timestamptz not null,
    reason text        not null,
    set_by text        not null,
    set_at timestamptz not null
);

-- What is done to all generations that match: any replica takes the next step, the cursor says how far it is.
create table operation (
    id           uuid primary key,
    action       text        not null, -- replay, cancel, resubmit
    filter       text        not null, -- JSON, as it was asked
    reason       text        not null,
    requested_by text        not null,
    most         integer,              -- of generations that it may change; null: all
    matched      bigint,               -- when it was asked for; null: too many to count
    last_id      uuid        not null, -- generations up to this id have been looked at
    end_id       uuid        not null, -- it ends before this one
    looked       bigint      not null default 0,
    done         bigint      not null default 0,
    skipped      bigint      not null default 0,
    due_at       timestamptz not null,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    aborted_by   text
) with (fillfactor = 50);
create index operation_due on operation (due_at) where finished_at is null;
