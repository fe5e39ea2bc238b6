-- Results of every shape. The column images holds all of them now, as a JSON array of {kind, role, expiresAt, url}: still a
-- list of objects with a url, which the release before passes on as it is. Rows of that release have {url} alone.
alter table generation add column result_data text; -- JSON, of models that answer with data
alter table late_outcome add column result_data text;

-- A refusal for lack of credits stops what costs as much or more, not everything. What waits for credits has a priority of 10
-- or more: it comes after all else of its caller, for the release before too.
alter table generation add column aside_since timestamptz;       -- when it was refused; -infinity: not itself
alter table pace add column stopped_from numeric;                -- what costs as much is not sent
alter table pace add column stopped_at timestamptz;              -- the latest refusal
alter table pace add column aside_at timestamptz;                -- when a row was last set aside; null: none is
alter table credits add column risen_at timestamptz not null default '-infinity'; -- when it was last read as higher than before

-- The comparison of the models' files with what the provider says: how far it is, and which models differ.
create table drift_check (
    only_row   boolean primary key default true check (only_row),
    due_at     timestamptz not null, -- the next question, by any replica
    began_at   timestamptz,
    last_model text                  -- asked for last; null at the beginning
) with (fillfactor = 10);
insert into drift_check (due_at) values ('-infinity');
create table model_drift (
    model       text primary key,
    checked_at  timestamptz not null,
    alarming    integer     not null, -- differences because of which submissions may fail or cost something else
    differences text        not null  -- a line each
);
