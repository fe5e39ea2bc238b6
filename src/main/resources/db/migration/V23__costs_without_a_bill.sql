-- As the one before, and what the provider calls a success, though no result of it can be used, cost its price too where the bill
-- is not told. The release before knows the one without the failure.
create function spent_on(state text, failure text, task_id text, consumed numeric, price numeric) returns numeric
    language sql immutable as $$
    select coalesce(consumed, case when state = 'succeeded' or state = 'expired' and task_id is not null
        or failure in ('no_result', 'result_too_large') then price end, 0)
$$;

create or replace function settle_budget() returns trigger language plpgsql as $$
begin
    insert into budget_end (caller, day, released, spent) values (
        new.caller, new.budget_day, new.credits,
        spent_on(new.state, new.failure_code, new.task_id, new.credits_consumed, new.credits));
    return null;
end $$;
