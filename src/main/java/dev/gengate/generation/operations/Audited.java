package dev.gengate.generation.operations;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Makes a statement tell the audit what it does. */
public final class Audited {
    private Audited() {}

    /**
     * The statement with an entry of the audit for each row that it changes, in one transaction.
     *
     * @param change returns the changed rows, each with its id
     * @param first the number of the first of five more parameters, those of {@link #with}
     */
    public static String change(String change, int first) {
        return """
            with changed as (%s),
            %s
            select * from changed g"""
                .formatted(change, one("changed", first));
    }

    /** A part of a statement: an entry for each row of that part, none without an act; with the same parameters. */
    public static String one(String changed, int first) {
        return """
            told as (%s select clock_timestamp(), $%d::text, $%d::text, coalesce($%d::text, id::text), $%d::text, $%d::uuid
                from %s where $%2$d::text is not null)"""
                .formatted(AuditSql.INSERT, first, first + 1, first + 2, first + 3, first + 4, changed);
    }

    /**
     * A part of the statement that ends generations: an entry for each of those that an operator ended.
     *
     * @param first the number of the first of four more parameters, those of {@link #with(Tuple, List)}
     */
    public static String ended(int first) {
        return """
            told as (
                %s
                select $10, a.actor, a.action, e.id::text, a.reason, a.operation::uuid from ended e, unnest($1::uuid[],
                    $%d::text[], $%d::text[], $%d::text[], $%d::text[]) as a(id, actor, action, reason, operation)
                where e.id = a.id and a.actor is not null)"""
                .formatted(AuditSql.INSERT, first, first + 1, first + 2, first + 3);
    }

    /** The parameters of the ends, and the act of each, null where it is nobody's. */
    public static Tuple with(Tuple parameters, List<Act> acts) {
        return parameters
                .addArrayOfString(texts(acts, Act::actor))
                .addArrayOfString(texts(acts, Act::action))
                .addArrayOfString(texts(acts, Act::reason))
                .addArrayOfString(texts(acts, act -> Objects.toString(act.operation(), null)));
    }

    private static String[] texts(List<Act> acts, Function<Act, String> part) {
        return acts.stream().map(act -> act == null ? null : part.apply(act)).toArray(String[]::new);
    }

    /** The parameters of the change, and the act; null for nobody's. */
    public static Tuple with(Tuple parameters, Act act) {
        Act told = act == null ? new Act(null, null, null, null, null) : act;
        return parameters
                .addString(told.actor())
                .addString(told.action())
                .addString(told.target())
                .addString(told.reason())
                .addUUID(told.operation());
    }
}
