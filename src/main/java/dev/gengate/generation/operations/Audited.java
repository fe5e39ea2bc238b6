package dev.gengate.generation.operations;

import io.vertx.mutiny.sqlclient.Tuple;

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
            told as (%s select clock_timestamp(), $%d::text, $%d::text, coalesce($%d::text, id::text), $%d::text, $%d::uuid
                from changed)
            select * from changed g"""
                .formatted(change, AuditSql.INSERT, first, first + 1, first + 2, first + 3, first + 4);
    }

    /** The parameters of the change, and the act. */
    public static Tuple with(Tuple parameters, Act act) {
        return parameters
                .addString(act.actor())
                .addString(act.action())
                .addString(act.target())
                .addString(act.reason())
                .addUUID(act.operation());
    }
}
