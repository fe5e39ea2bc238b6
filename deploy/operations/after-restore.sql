-- After the ledger was restored from a backup: restores later outcomes from the topics, and makes sure that nothing is
-- paid for twice. docs/operations.md ("The database was restored from a backup") says when and how; the
-- gateway must be stopped. Expects the events of all topics, one JSON document a line, in the temporary table event_line(line text).
-- Running it again changes nothing.

create temp table told on commit drop as
select distinct on (id) *
from (
    select (event ->> 'id')::uuid as id,
        event ->> 'caller' as caller,
        event ->> 'outcome' as outcome,
        event ->> 'model' as model,
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
    -- a caller's own topic has the events of late storing too
    where event ->> 'outcome' is not null) events
order by id;

-- Open in the backup, ended since: the event has the outcome. It is on the topic, so it is not sent again.
update generation g
set state = t.outcome, task_id = t.task_id, images = t.images, result_data = t.result_data,
    failure_code = t.failure_code, failure_message = t.failure_message, credits_consumed = t.credits_consumed, resolved_by = t.resolved_by,
    submitted_at = t.submitted_at, completed_at = t.completed_at, due_at = t.completed_at
from told t
where g.id = t.id and g.completed_at is null;

-- Ended in the backup, sent since.
update outbox set generations = array(select unnest(generations) except select id from told)
where generations && array(select id from told);
delete from outbox where generations = '{}';

-- Accepted and ended since. The idempotency key is not in the event and is lost.
insert into generation (id, caller, fingerprint, model, input, correlation_id, metadata, priority, state, attempts,
    due_at, deadline_at, task_id, images, result_data, failure_code, failure_message, credits_consumed, resolved_by,
    created_at, submitted_at, completed_at)
select id, caller, '', model, input, correlation_id, metadata, 1, outcome, 1,
    completed_at, completed_at, task_id, images, result_data, failure_code, failure_message, credits_consumed, resolved_by,
    created_at, submitted_at, completed_at
from told
on conflict do nothing;

-- Open in the backup, without an event: it may have been sent since, so it must not be sent again. Its callback
-- still ends it; without one it fails as unconfirmed after 15 minutes (gateway.deadline.confirmation).
update generation
set state = 'unconfirmed', attempts = attempts + 1, due_at = now() + interval '15 minutes'
where state in ('queued', 'submitting');

-- It may have gone further since than the backup knows, and a second resubmission would be paid for: whoever wants it orders it again.
update operation set finished_at = now(), aborted_by = 'restore' where finished_at is null;

-- The provider can be asked about these, and is, at once.
update generation set due_at = now() where state = 'submitted';

select state, count(*) as generations,
    count(*) filter (
        where completed_at is null or id in (select unnest(generations) from outbox)) as without_event
from generation
where completed_at is null or completed_at > now() - interval '1 day'
group by state order by state;
