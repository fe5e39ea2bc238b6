-- What callers with a budget have reserved and spent in a day and in a month (UTC). The statement that accepts locks the rows
-- of a caller, the month's first, and reserves in them: nothing else changes them.
create table budget (
    caller   text,
    period   text, -- day, month
    since    date, -- its first day
    reserved numeric not null default 0,
    spent    numeric not null default 0,
    primary key (caller, period, since)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- What ended of the reserved and is not in those rows yet: an end waits for no lock and for no other end. The next statement
-- that accepts something of the caller moves it there.
create table budget_end (
    id       bigint generated always as identity primary key,
    caller   text    not null,
    day      date    not null, -- in whose budget it was reserved
    released numeric not null,
    spent    numeric not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
create index budget_end_of on budget_end (caller, day);

-- In the budget of which day, and of its month, the price is reserved. Null: the caller has no budget.
alter table generation add column budget_day date;

-- Whoever ends a generation, in whichever way, the release before too: what it reserved is released, and what it cost is spent.
-- The provider says what that was. Where it does not, a success cost its price, and so did a task that never said how it
-- ended; what was refused, failed, cancelled, never sent or never confirmed cost nothing.
create function settle_budget() returns trigger language plpgsql as $$
begin
    insert into budget_end (caller, day, released, spent) values (
        new.caller, new.budget_day, new.credits, coalesce(new.credits_consumed, case
            when new.state = 'succeeded' or new.state = 'expired' and new.task_id is not null then new.credits
            else 0 end));
    return null;
end $$;

create trigger ends_within_a_budget after update of completed_at on generation
    for each row when (new.budget_day is not null and old.completed_at is null and new.completed_at is not null)
    execute function settle_budget();
