package dev.gengate.generation.search;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.ledger.GenerationSql;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a search. No index exists for most of what can be asked; so a statement looks at a bounded number of
 * rows, along an index where one fits and else along the primary key, and says how far it came.
 */
final class SearchSql {
    /** Rows that one statement looks at where it has to read them to know: at most 50 ms ({@code deploy/proof search}). */
    static final int WINDOW = 5_000;
    /** The same where an index gives them, of each caller. */
    private static final int WINDOW_OF_EACH_CALLER = 1_000;

    /**
     * The planner takes an unknown caller for one of a few, and would rather walk the primary key, past all others' rows; it
     * thinks better of a range.
     */
    private static final String OF_CALLER = "g.caller = $3 and g.caller >= $3 and g.caller <= $3";

    private static final String UNSUCCESSFUL = "g.state in ('failed', 'expired', 'cancelled')";

    /** Whether a row is wanted, whatever index it was found by; a null asks for nothing. */
    private static final String WANTED =
            """
            ($3::text is null or g.caller = $3) and ($4::text is null or g.state = $4)
                and ($5::text is null or g.model = $5) and ($6::text is null or g.failure_code = $6)
                and ($7::text is null or g.correlation_id = $7)
                and ($13::text is null or g.account = $13 or g.account is null and $13 = 'default' and g.attempts > 0
                    and g.state not in ('queued', 'cancelled') and (g.state <> 'expired' or g.task_id is not null))
                and ($8::text[] is null or not exists (
                    select from unnest($8::text[]) entry(pair)
                    where strpos(g.metadata, '{' || pair) <> 1 and strpos(g.metadata, ',' || pair) = 0))
                and ($9::timestamptz is null or g.completed_at >= $9)
                and ($10::timestamptz is null or g.completed_at < $10)
                and ($11::text is null or g.task_id = $11 or g.correlation_id = $11 or g.idempotency_key = $11
                    or g.id = $12::uuid)""";

    private final Search search;
    private final boolean newestFirst;

    private SearchSql(Search search, boolean newestFirst) {
        this.search = search;
        this.newestFirst = newestFirst;
    }

    /** A page of at most {@code limit} rows: the newest of the range first. */
    static String newest(Search search, int limit) {
        return new SearchSql(search, true).page(limit);
    }

    /** A page of at most {@code limit} rows: the oldest of the range first. */
    static String oldest(Search search, int limit) {
        return new SearchSql(search, false).page(limit);
    }

    /** How many match of a window's rows, the oldest first, and some of them. */
    static String count(Search search, int examples) {
        return new SearchSql(search, false).page(examples, counted(search));
    }

    /** How many rows it looks at. */
    static int counted(Search search) {
        return ofEachCaller(search) ? WINDOW_OF_EACH_CALLER : WINDOW;
    }

    /** How many rows this page may look at; fewer mean that there are no more. */
    static int window(Search search, int limit) {
        if (!readsRows(search)) {
            return limit + 1;
        }
        return ofEachCaller(search) ? WINDOW_OF_EACH_CALLER : WINDOW;
    }

    /** Whether a row has to be read to know whether it is wanted. */
    private static boolean readsRows(Search search) {
        return open(search) && search.caller() != null
                || search.model() != null
                || search.account() != null
                || search.failureCode() != null
                || search.text() != null
                || !search.metadata().isEmpty()
                || search.endedFrom() != null
                || search.endedTo() != null
                || search.correlationId() != null && search.state() != null
                || search.state() == GenerationState.SUCCEEDED;
    }

    private static boolean ofEachCaller(Search search) {
        return search.text() == null
                && search.caller() == null
                && (unsuccessful(search.state()) || search.state() == null && search.correlationId() != null);
    }

    private static boolean unsuccessful(GenerationState state) {
        return state != null && state.terminal() && state != GenerationState.SUCCEEDED;
    }

    private String page(int limit) {
        return page(limit, window(search, limit));
    }

    private String page(int limit, int window) {
        return """
            with recursive none as (select 1), %1$s,
            page as (select id from looked where wanted order by id %2$s limit %3$d)
            select %4$s, f.*
            from (
                select (select count(*) from looked where walked) as looked,
                    (select count(*) from looked where wanted) as matched,
                    (select id from looked where walked order by id %5$s limit 1) as last_looked,
                    (select id from page order by id %5$s limit 1) as last_shown) f
            left join (select r.* from page p join generation r on r.id = p.id) g on true
            order by g.id %2$s"""
                .formatted(looked(window), order(), limit, GenerationSql.COLUMNS.strip(), newestFirst ? "asc" : "desc");
    }

    private String order() {
        return newestFirst ? "desc" : "asc";
    }

    private String range(String of) {
        return (newestFirst ? "%1$s.id < $1 and %1$s.id >= $2" : "%1$s.id > $2 and %1$s.id < $1").formatted(of);
    }

    private String looked(int window) {
        if (search.text() != null) {
            return byText(window);
        }
        return ofEachCaller(search)
                ? callers(unsuccessful(search.state()) ? UNSUCCESSFUL : "g.correlation_id is not null") + ",\n"
                        + ofEachCaller(window)
                : "looked as materialized (" + rows(conditions(), window) + ")";
    }

    /** The rows of the range that fulfil these conditions, in order. */
    private String rows(List<String> conditions, int window) {
        List<String> all = new ArrayList<>(conditions);
        all.add(range("g"));
        return "select g.id, true as walked, (" + WANTED + ") as wanted from generation g where "
                + String.join(" and ", all) + " order by g.id " + order() + " limit " + window;
    }

    /** The conditions that an index fulfils; the predicates of the partial ones are among them. */
    private List<String> conditions() {
        if (open(search)) {
            return List.of("g.completed_at is null and g.state = $4");
        }
        List<String> conditions = new ArrayList<>();
        if (search.caller() != null) {
            conditions.add(OF_CALLER);
            conditions.addAll(ofCaller());
        }
        return conditions;
    }

    private static boolean open(Search search) {
        return search.state() != null && !search.state().terminal();
    }

    private List<String> ofCaller() {
        if (unsuccessful(search.state())) {
            return List.of(UNSUCCESSFUL + " and g.state = $4");
        }
        return search.correlationId() == null ? List.of() : List.of("g.correlation_id = $7");
    }

    /** The first rows of each caller, for the index begins with the caller. */
    private String ofEachCaller(int window) {
        List<String> conditions = new ArrayList<>(List.of("g.caller = c.caller"));
        conditions.addAll(ofCaller());
        return """
            looked as materialized (
                select r.* from callers c cross join lateral (%s) r
                where c.caller is not null order by r.id %s limit %d)"""
                .formatted(rows(conditions, window), order(), window);
    }

    /** One step through an index for each caller. */
    private static String callers(String some) {
        return """
            callers(caller) as (
                (select g.caller from generation g where %1$s order by g.caller limit 1)
                union all
                select (select g.caller from generation g where %1$s and g.caller > c.caller order by g.caller limit 1)
                from callers c where c.caller is not null)"""
                .formatted(some);
    }

    /**
     * By id, key and correlation id at once; if it is none of these, by task among the rows of the window. A caller has any
     * number with one correlation id: one of them tells that it is such an id, the window bounds those of the range.
     */
    private String byText(int window) {
        return (search.caller() == null ? callers("true") : "callers(caller) as (select $3::text)")
                + """
            ,
            known as materialized (
                select g.id from generation g where g.id = $12 and ($3::text is null or g.caller = $3)
                union
                select g.id from callers c join generation g on g.caller = c.caller and g.idempotency_key = $11
                union
                select k.id from callers c cross join lateral (
                    (select g.id from generation g where g.caller = c.caller and g.correlation_id = $11 limit 1)
                    union all
                    (select g.id from generation g where g.caller = c.caller and g.correlation_id = $11 and %1$s
                    order by g.id %2$s limit %6$d)) k
                where c.caller is not null),
            looked as materialized (
                select g.id, true as walked, (%3$s) as wanted from generation g
                where g.id = any(array(select k.id from known k where %5$s order by k.id %2$s limit %6$d))
                union all
                (select w.* from (%4$s) w where not exists (select from known)))"""
                        .formatted(range("g"), order(), WANTED, rows(conditions(), window), range("k"), window);
    }
}
