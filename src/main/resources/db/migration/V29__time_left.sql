-- The least share of its time that a running task has left: deadlines differ by model, so an age says little. The release before
-- leaves it as it is.
alter table ledger_figures add column time_left float8;
