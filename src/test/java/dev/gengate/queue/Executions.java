package dev.gengate.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ledger's prepared statements with parameters, as an {@code execute} takes them. */
final class Executions {
    /** A claim of 100 with 1,000 slots that are taken for half a second. */
    static final String CLAIM =
            "claim (now() + interval '1 minute', 100, 1000, 500000, 0, array['caller-1'], array[2]::float8[])";

    private Executions() {}

    static Map<String, String> all(Connection ledger) throws SQLException {
        Map<String, String> executions = new LinkedHashMap<>();
        executions.put("claim", CLAIM);
        executions.put("accept", accept("caller-1", 2_000_000));
        executions.put("look", "look (1000)");
        executions.put("count", "count (1000, 0)");
        executions.put("place", place(ledger));
        String due = " (now() - interval '1 minute', now(), 100)";
        executions.put("leases_run_out", "leases_run_out" + due);
        executions.put("claim_due", "claim_due" + due);
        executions.put("claim_outbox", "claim_outbox" + due);
        executions.put("purge", "purge ('01900000-0000-7000-8000-000000000000', now() - interval '30 days', 1000)");
        return executions;
    }

    /** A submission with a key of its own; the ring has 1,000 slots, taken for 0.5125 s: 20,000 in 10 s and 2.5 %. */
    static String accept(String caller, int mostQueued) {
        return """
                accept (gen_random_uuid(), '%s', gen_random_uuid()::text, '', 'google/imagen4-fast', '{"prompt":"x"}',
                null, '{}', 1, null, now(), now() + interval '1 day', now() + interval '1 minute', 1000, 512500, 0,
                %2$d, %2$d, null, current_date, false)"""
                .formatted(caller, mostQueued);
    }

    /** Of the 500th of a caller. */
    private static String place(Connection ledger) throws SQLException {
        String row =
                "select id from generation where caller = 'caller-2' and state = 'queued' order by id offset 200 limit 1";
        return "place ('" + Sql.lines(ledger, row).get(0)
                + "', 'caller-2', 1000, 500000, 0, array['caller-1'], array[2]::float8[], 2000, current_date)";
    }
}
