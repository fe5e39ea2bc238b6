package dev.gengate.generation.ledger;

import dev.gengate.database.LedgerClock;
import dev.gengate.generation.ProviderAccounts;
import dev.gengate.generation.figures.CostSql;
import dev.gengate.generation.operations.Audited;
import dev.gengate.generation.operations.Journal;

/** The statements on the ledger's rows, each with the question it answers. Times are the {@link LedgerClock}'s. */
public final class GenerationSql {
    private GenerationSql() {}

    public static final String COLUMNS =
            """
            g.id, g.caller, g.fingerprint, g.model, g.input, g.correlation_id, g.metadata, g.traceparent, g.state,
            g.attempts, g.polls, g.due_at, g.deadline_at, g.task_id, g.images, g.failure_code, g.failure_message,
            g.credits_consumed, g.resolved_by, g.created_at, g.submitted_at, g.completed_at, g.result_data,
            g.model_version, g.price_from, g.credits, g.account
            """;

    public static final String OF_ID = "select " + COLUMNS + " from generation g where g.id = $1";

    static final String OF_IDS = "select " + COLUMNS + " from generation g where g.id = any($1)";

    static final String TERMINAL_OF_IDS = OF_IDS + " and g.completed_at is not null";

    static final String OF_KEY =
            "select " + COLUMNS + " from generation g where g.caller = $1 and g.idempotency_key = $2";

    /** SQL: the account of a row that returns to the queue. */
    static final String ACCOUNT_KEPT = "case when g.only_account = g.account then g.account end";

    /**
     * The provider has no task and may be asked again: the row returns to its place in the queue. A call that made no
     * task does not count towards the limit, so its slot is free again. It loses its account unless it must have that one:
     * then a task of an answer that was lost may be there.
     */
    static final String REQUEUED =
            """
            with
            -- the row returns to its place
            back as (
                update generation g set state = 'queued', due_at = deadline_at, account = %3$s
                where g.id = $1 and g.attempts = $2 and g.state in ('submitting', 'unconfirmed')
                returning %1$s),
            -- note why it was not sent
            %2$s,
            -- free its slot of the limit
            unused as (
                update pace_slot set free_at = least(free_at, clock_timestamp())
                where taken_by = $1 and exists (select 1 from back))
            select %1$s from back g"""
                    .formatted(COLUMNS.strip(), Journal.noting("back", "not-sent", "$3::text"), ACCOUNT_KEPT);

    /** The answer was lost: only a callback, an operator or the deadline ends the generation now. */
    static final String UNCONFIRMED =
            """
            with
            -- the row waits for its deadline, if the attempt is still its latest
            lost as (
                update generation g set state = 'unconfirmed', due_at = $3
                where g.id = $1 and g.attempts = $2 and g.state = 'submitting'
                returning %1$s),
            -- note how the answer was lost
            %2$s
            select %1$s from lost g"""
                    .formatted(COLUMNS.strip(), Journal.noting("lost", "answer-lost", "$4::text"));

    /** To what were those sent that their submitting replica has abandoned? */
    static final String MODELS_OF_LEASES_RUN_OUT =
            """
            select distinct model from (
                select model from generation
                where state = 'submitting' and completed_at is null and due_at <= $1
                order by due_at limit $2) abandoned""";

    /** Which rows of these models has their submitting replica abandoned? Their answers are lost. */
    static final String LEASES_RUN_OUT =
            """
            with
            -- those whose lease is over; what another replica has locked is left to it
            lost as (
                update generation g set state = 'unconfirmed', due_at = times.until
                from unnest($3::text[], $4::timestamptz[]) as times (sent_to, until)
                where g.state = 'submitting' and g.model = times.sent_to and g.id = any(array(
                    select id from generation
                    where state = 'submitting' and completed_at is null and due_at <= $1
                    order by due_at limit $2 for update skip locked))
                returning %1$s),
            -- note how their answers were lost
            %2$s
            select %1$s from lost g"""
                    .formatted(COLUMNS.strip(), Journal.noting("lost", "answer-lost", "'its replica disappeared'"));

    private static final String OF_OTHER_ACCOUNTS =
            " and coalesce(account, '" + ProviderAccounts.DEFAULT + "') <> all($4::text[])";

    /** Which tasks are due for a poll, but for some accounts? Claimed until the given lease, and counted as polled. */
    static final String CLAIM_POLLS =
            claim("polls = polls + 1", "state = 'submitted' and deadline_at > $1" + OF_OTHER_ACCOUNTS);

    /** The same for tasks past their deadline: each is polled once more. */
    static final String CLAIM_LAST_POLLS =
            claim("polls = polls + 1", "state = 'submitted' and deadline_at <= $1" + OF_OTHER_ACCOUNTS);

    /** Which rows have reached their deadline and have no task to poll? Claimed in the same way. */
    static final String CLAIM_ENDS = claim("polls = polls", "state in ('unconfirmed', 'queued')");

    private static String claim(String change, String which) {
        return """
            update generation g set due_at = $2, %2$s
            where g.completed_at is null and g.id = any(array(
                select id from generation
                where %3$s and completed_at is null and due_at <= $1
                order by due_at limit $3 for update skip locked))
            returning %1$s"""
                .formatted(COLUMNS.strip(), change, which);
    }

    /**
     * Sets the next poll of a running task, unless it was made due at once since it was claimed until $4; a poll that did
     * not reach the provider is not counted.
     */
    static final String POLL_AT =
            """
            update generation set due_at = $2, polls = greatest(0, polls - case when $3 then 0 else 1 end)
            where id = $1 and state = 'submitted' and due_at = $4""";

    /** Polls at once, with the task id of a callback if none is known: then it is submitted now, until the deadline $4. */
    static final String POLL_NOW =
            """
            update generation g set due_at = $2, state = 'submitted', task_id = coalesce(g.task_id, $3),
                submitted_at = coalesce(g.submitted_at, $2),
                deadline_at = case when g.submitted_at is null then $4 else g.deadline_at end
            where g.id = $1 and coalesce(g.task_id, $3) is not null
              and g.state in ('submitting', 'submitted', 'unconfirmed')
            returning\s"""
                    + COLUMNS;

    /** An operator names the task of the lost answer; it is polled at once. */
    static final String ATTACH =
            """
            update generation g set state = 'submitted', task_id = $2, submitted_at = $3, due_at = $3, deadline_at = $4
            where g.id = $1 and g.state = 'unconfirmed'
            returning\s"""
                    + COLUMNS;

    /**
     * An operator accepts that a second task may be paid for; not when the operator was answered 503. Where the first may
     * be, there it is sent again, and there it is asked for: the account stays. A row without one goes wherever it might have
     * gone at first: nobody knows whether it was sent, after a restore or from before accounts had names. No effect where the
     * account that it must have is none of those configured ($4): nobody would send it.
     */
    static final String RESUBMIT =
            """
            update generation g set state = 'queued', due_at = $2, deadline_at = $2,
                only_account = coalesce(g.account, g.only_account)
            where g.id = $1 and g.state = 'unconfirmed' and in_time($3)
                and coalesce(coalesce(g.account, g.only_account) = any($4::text[]), true)
            returning\s"""
                    + COLUMNS;

    /** Which of the rows that ended have results to keep? */
    private static final String KEPT = "(state = 'succeeded' and images is not null)";

    private static final String INTO_CUSTODY =
            """
            ,
            -- what is to be copied, in place of its event
            custody as (
                insert into custody (generation_id, completed_at, due_at, holder, tell_at, expires_at)
                select id, $10, $16::timestamptz, $17::uuid, $18::timestamptz, $19::timestamptz from ended where\s"""
                    + KEPT + ")";

    /**
     * The guarded commit of outcomes, many at once: an open row becomes terminal, a terminal one stays as it is. An
     * outcome does not apply if it belongs to another task than the row's, or to a state or an attempt that is over.
     * The events of all outcomes form one outbox row; outbox rows the broker has acknowledged are deleted by the same
     * statement.
     *
     * <p>No end precedes its beginning, although two replicas' clocks differ by milliseconds and a new primary's clock
     * may differ too.
     *
     * <p>The check for open states is part of a {@code case}, for which the planner has no estimate: few rows of a long
     * history are open, and a plan made for one row compares each row with each outcome (LedgerPlanTest).
     */
    static final String COMPLETE;

    /** The same for one outcome, with the same parameters: 0.8 of the database's time when each commit holds one. */
    static final String COMPLETE_ONE;

    /**
     * The same where results go into a store: a success with some gets a row of the custody, in place of its event in the
     * outbox. Its parameters are $16 and more.
     */
    static final String COMPLETE_KEPT;

    static final String COMPLETE_ONE_KEPT;

    /** The same where an operator ended some: the audit is told of those that it ended. Its parameters are the last four. */
    static final String COMPLETE_ACTS;

    static final String COMPLETE_ACTS_KEPT;

    static {
        String many =
                """
            unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                    $9::int[], $13::text[], $15::text[])
                    as o(id, state, task_id, images, failure_code, failure_message, credits_consumed, resolved_by,
                        attempt, expected, result_data)""";
        String one =
                """
            (select ($1::uuid[])[1] as id, ($2::text[])[1] as state, ($3::text[])[1] as task_id,
                    ($4::text[])[1] as images, ($5::text[])[1] as failure_code, ($6::text[])[1] as failure_message,
                    ($7::text[])[1] as credits_consumed, ($8::text[])[1] as resolved_by, ($9::int[])[1] as attempt,
                    ($13::text[])[1] as expected, ($15::text[])[1] as result_data) as o""";
        String eventOfOne = "select $10, $11, array[id], $14::uuid from ended";
        String eventsOfMany = "select $10, $11, array_agg(id), $14::uuid from ended%s having count(*) > 0";
        COMPLETE_ACTS = complete(many, eventsOfMany.formatted(""), told(16));
        COMPLETE_ACTS_KEPT = complete(many, eventsOfMany.formatted(" where not " + KEPT), INTO_CUSTODY + told(20));
        COMPLETE = complete(many, eventsOfMany.formatted(""), "");
        COMPLETE_ONE = complete(one, eventOfOne, "");
        COMPLETE_KEPT = complete(many, eventsOfMany.formatted(" where not " + KEPT), INTO_CUSTODY);
        COMPLETE_ONE_KEPT = complete(one, eventOfOne + " where not " + KEPT, INTO_CUSTODY);
    }

    private static String told(int first) {
        return ", " + Audited.ended(first);
    }

    private static String complete(String outcomes, String entry, String custody) {
        return """
            with
            -- entries that the broker has acknowledged
            delivered as (delete from outbox where id = any($12)),
            -- the open rows that their outcomes apply to
            ended as (
                update generation g set state = o.state, task_id = coalesce(g.task_id, o.task_id), images = o.images,
                    result_data = o.result_data, failure_code = o.failure_code, failure_message = o.failure_message,
                    credits_consumed = o.credits_consumed::numeric, resolved_by = o.resolved_by,
                    completed_at = greatest($10, g.created_at),
                    submitted_at = coalesce(g.submitted_at, case when o.task_id is not null then $10::timestamptz end)
                from %2$s
                where g.id = o.id and g.id = any($1)
                  and case when g.state in ('queued', 'submitting', 'submitted', 'unconfirmed') then o.expected is null
                    or g.state = o.expected or o.expected = 'submitting' and g.state = 'unconfirmed' end
                  and (o.state <> 'cancelled' or g.state = 'queued')
                  and (o.task_id is null or g.task_id is null or g.task_id = o.task_id)
                  and (o.attempt is null or g.attempts = o.attempt)
                returning %1$s),
            -- one entry for the events of all of them
            entry as (
                insert into outbox (completed_at, due_at, generations, holder)
                %3$s
                returning id)%4$s
            select %1$s, (select id from entry) from ended g"""
                .formatted(COLUMNS.strip(), outcomes, entry, custody);
    }

    /** Late outcomes kept of one generation: a leaked callback URL can be used any number of times. */
    static final int MOST_LATE = 10;

    /**
     * Keeps a contradicting late outcome for audit, and one of another task of an open row that was sent again. Outcomes of
     * the row's own task always have room, one for each state; outcomes of other tasks are limited. By how much it changes what the row cost ({@link CostSql}) is booked in
     * its caller's budget, and its hour is rolled up again, by a roll-up that runs now too. What was made is not kept: nobody
     * reads it, and the row's content may have been erased.
     */
    static final String KEEP_LATE =
            """
            with kept as (
                insert into late_outcome (generation_id, task_id, state, failure_code, resolved_by, received_at,
                    credits_consumed)
                select $1, coalesce($2, ''), $3, $4, $5, $6, $7::numeric
                from generation g where g.id = $1 and (g.completed_at is not null or g.task_id <> $2 and %4$s)
                  and (g.task_id = $2 or (select count(*) from late_outcome where generation_id = $1) < %1$d)
                on conflict do nothing
                returning *),
            paid as (
                select g.caller, g.budget_day, date_trunc('hour', g.created_at, 'UTC') as hour, (%2$s) - (%3$s) as credits
                from kept k join generation g on g.id = k.generation_id),
            booked as (
                insert into budget_end (caller, day, released, spent)
                select caller, budget_day, 0, credits from paid where budget_day is not null and credits <> 0)
            update usage_hour h set open = -1, version = h.version + 1 from paid p
            where h.hour = p.hour and p.credits <> 0"""
                    .formatted(
                            MOST_LATE,
                            CostSql.of("(select * from late_outcome union all select * from kept)"),
                            CostSql.of("late_outcome"),
                            CostSql.RESUBMITTED);

    /**
     * Deletes old, terminal, published rows in small batches; ids are time-ordered, so the primary key finds them. What is in
     * the outbox is not published, nor is what is set aside; an entry is as old as the first that ended of its generations.
     */
    public static final String PURGE =
            """
            with
            -- the oldest that ended in time and whose events are with the broker
            old as (
                delete from generation where id = any(array(
                    select id from generation
                    where id < $1 and completed_at < $2
                      and id not in (select unnest(generations) from outbox where completed_at < $2)
                      and not exists (select from dead_letter d where d.generation_id = generation.id)
                      and not exists (select from custody c where c.generation_id = generation.id)
                    order by id limit $3 for update skip locked))
                returning id),
            -- and what is told of them elsewhere
            late as (delete from late_outcome l using old where l.generation_id = old.id),
            journaled as (delete from journal j using old where j.generation_id = old.id)
            select count(*) from old""";
}
