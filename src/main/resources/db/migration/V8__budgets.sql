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

-- What a generation that has ended cost. The provider says what that was. Where it does not, a success cost its price, and so
-- did a task that never said how it ended; what was refused, failed, cancelled, never sent or never confirmed cost nothing.
create function spent_on(state text, task_id text, consumed numeric, price numeric) returns numeric
    language sql immutable as $$
    select coalesce(consumed, case when state = 'succeeded' or state = 'expired' and task_id is not null then price end, 0)
$$;

-- Whoever ends a generation, in whichever way, the release before too: what it reserved is released, and what it cost is spent.
create function settle_budget() returns trigger language plpgsql as $$
begin
    insert into budget_end (caller, day, released, spent) values (
        new.caller, new.budget_day, new.credits,
        spent_on(new.state, new.task_id, new.credits_consumed, new.credits));
    return null;
end $$;

create trigger ends_within_a_budget after update of completed_at on generation
    for each row when (new.budget_day is not null and old.completed_at is null and new.completed_at is not null)
    execute function settle_budget();

-- What an outcome that came too late had cost.
alter table late_outcome add column credits_consumed numeric;

-- What generations have cost that have ended, by the hour of their acceptance: rolled up from their rows, and kept when these
-- are gone.
create table usage (
    hour        timestamptz not null,
    caller      text        not null,
    account     text        not null,
    model       text        not null,
    outcome     text        not null, -- the state in which they ended
    labels      text        not null, -- JSON object: their metadata of gateway.usage.by
    generations bigint      not null,
    credits     numeric     not null
);
create index usage_of on usage (hour);

-- Which hours are rolled up, and how many of an hour's generations were open then: where that has changed, the hour is
-- rolled up again.
create table usage_hour (
    hour      timestamptz primary key,
    version   bigint not null default 0, -- two replicas do not roll up one hour at once
    open      bigint,
    rolled_at timestamptz,
    fall      numeric                    -- of the account's balance in that hour; null: it was not watched from its begin on
) with (fillfactor = 50);

-- One row: which replica rolls up next, and the balance as it was last compared.
create table usage_turn (
    only_row       boolean primary key default true check (only_row),
    due_at         timestamptz not null,
    seen_at        timestamptz, -- first
    seen_balance   numeric,
    seen_in_flight numeric      -- what the running tasks may cost
) with (fillfactor = 10);
insert into usage_turn (due_at) values ('-infinity');

-- The metadata of these keys, of each value 64 characters at most. Text that is no JSON has none.
create function labels_of(metadata text, keys text[]) returns text language plpgsql immutable as $$
begin
    return (select coalesce(jsonb_object_agg(key, left(metadata::jsonb ->> key, 64)), '{}')
        from unnest(keys) key where metadata::jsonb ->> key is not null)::text;
exception when others then
    return '{}';
end $$;
