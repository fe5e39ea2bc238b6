-- After the ledger was restored from a backup, or has lost its last seconds in a fail-over: takes later outcomes from the
-- topics, and makes sure that nothing is paid for twice. docs/operations.md ("The database was restored from a backup", "The
-- primary failed over") says when and how. Expects the events of all topics, those of results stored late included, one JSON
-- document a line, in the temporary table event_line(line text). Running it again changes nothing, but that what is
-- unconfirmed has its whole time once more.
--
-- Settings, each by "set" before it:
--   gateway.confirmation   as gateway.deadline.confirmation, such as '2 hours'; by default 15 minutes
--   gateway.failed_over    'on' after a fail-over: the gateway runs, the queue is as it should be and is left alone

create temp table told on commit drop as
select distinct on (id) *
from (
    select (event ->> 'id')::uuid as id,
        event ->> 'caller' as caller,
        event ->> 'outcome' as outcome,
        event ->> 'model' as model,
        event ->> 'account' as account,
        event ->> 'taskId' as task_id,
        (event -> 'input')::text as input,
        (event -> 'results')::text as images,
        case when event ->> 'data' is not null then (event -> 'data')::text end as result_data,
        event -> 'failure' ->> 'code' as failure_code,
        event -> 'failure' ->> 'message' as failure_message,
        event ->> 'correlationId' as correlation_id,
        (event -> 'metadata')::text as metadata,
        (event ->> 'creditsConsumed')::numeric as credits_consumed,
        event ->> 'resolvedBy' as resolved_by,
        (event ->> 'createdAt')::timestamptz as created_at,
        (event ->> 'submittedAt')::timestamptz as submitted_at,
        (event ->> 'completedAt')::timestamptz as completed_at
    from (select case when line like '{%' then line::json end as event from event_line) lines
    where event ->> 'outcome' is not null) events
order by id;
create unique index on told (id);

-- What was stored after its event: the last word on where its results are.
update told t set images = late.images
from (
    select distinct on (id) (event ->> 'id')::uuid as id, (event -> 'results')::text as images
    from (select case when line like '{%' then line::json end as event from event_line) lines
    where event ->> 'storedAt' is not null
    order by id, event ->> 'storedAt' desc) late
where late.id = t.id;
analyze told;

-- Whether a result is neither in the store nor lost.
create or replace function pg_temp.not_stored(results text) returns boolean language sql immutable as $$
    select json_typeof(results::json) = 'array' and exists (
        select 1 from json_array_elements(results::json) result
        where result ->> 'stored' is null and result ->> 'lost' is null)
$$;

-- Open in the backup, ended since: the event has the outcome. It is on the topic, so it is not sent again.
update generation g
set state = t.outcome, task_id = t.task_id, images = t.images, result_data = t.result_data, account = coalesce(t.account, g.account),
    failure_code = t.failure_code, failure_message = t.failure_message, credits_consumed = t.credits_consumed, resolved_by = t.resolved_by,
    submitted_at = t.submitted_at, completed_at = t.completed_at, due_at = t.completed_at
from told t
where g.id = t.id and g.completed_at is null;

-- Ended in the backup, its results stored since: the row says where they are, and nothing is left to copy.
update generation g set images = t.images
from told t
where g.id = t.id and g.id in (select generation_id from custody) and not pg_temp.not_stored(t.images);
delete from custody where generation_id in (select id from told where not pg_temp.not_stored(images));

-- Ended in the backup, sent since.
update outbox o set generations = array(select unnest(o.generations) except select id from told)
where exists (select 1 from unnest(o.generations) sent join told t on t.id = sent);
delete from outbox where generations = '{}';

-- Accepted and ended since. The idempotency key is not in the event and is lost. What it cost counts in its caller's budget, if
-- there is one.
with back as (
    insert into generation (id, caller, fingerprint, model, input, correlation_id, metadata, priority, state, attempts,
        due_at, deadline_at, task_id, images, result_data, failure_code, failure_message, credits_consumed, resolved_by,
        created_at, submitted_at, completed_at, account)
    select id, caller, '', model, input, correlation_id, metadata, 1, outcome, 1,
        completed_at, completed_at, task_id, images, result_data, failure_code, failure_message, credits_consumed, resolved_by,
        created_at, submitted_at, completed_at, account
    from told
    on conflict do nothing
    returning caller, created_at, credits_consumed)
insert into budget_end (caller, day, released, spent)
select caller, (created_at at time zone 'UTC')::date, 0, credits_consumed from back
where credits_consumed > 0 and caller in (select caller from budget);

-- What was told and is not stored is copied while its links live, as gateway.custody.give-up-after says by default.
insert into custody (generation_id, completed_at, due_at, expires_at)
select g.id, g.completed_at, now(), g.completed_at + interval '24 hours' from generation g join told t on t.id = g.id
where g.state = 'succeeded' and g.completed_at > now() - interval '24 hours' and pg_temp.not_stored(g.images)
on conflict (generation_id) do update set tell_at = null;

-- Open in the backup, without an event: it may have been sent since, so it must not be sent again. Its callback
-- still ends it; without one it fails as unconfirmed after gateway.deadline.confirmation.
update generation
set state = 'unconfirmed', attempts = attempts + 1
where state in ('queued', 'submitting') and completed_at is null
    and current_setting('gateway.failed_over', true) is distinct from 'on';
update generation
set due_at = now() + coalesce(nullif(current_setting('gateway.confirmation', true), ''), '15 minutes')::interval
where state = 'unconfirmed' and completed_at is null and current_setting('gateway.failed_over', true) is distinct from 'on';

-- It may have gone further since than the backup knows, and a second resubmission would be paid for: whoever wants it orders it again.
update operation set finished_at = now(), aborted_by = 'restore'
where finished_at is null and current_setting('gateway.failed_over', true) is distinct from 'on';

-- The provider can be asked about these, and is, at once.
update generation set due_at = now() where state = 'submitted' and completed_at is null;

select state, count(*) as generations, 'open' as told_by from generation where completed_at is null group by state
union all
select outcome, count(*), 'its event' from told group by outcome
order by 3, 1;
