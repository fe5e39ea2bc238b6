-- The creation of the oldest queued row that waits aside: one of a model that an operator holds is old on purpose, and would hide all
-- others. From here on oldest_queued and oldest_open are without these. The release before counts them there, and leaves this as it is.
alter table ledger_figures add column oldest_aside timestamptz;
