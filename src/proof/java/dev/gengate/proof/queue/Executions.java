package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ledger's prepared statements with parameters, as an {@code execute} takes them. */
final class Executions {
    /** A claim of 100 with 1,000 slots that are taken for half a second. */
    static final String CLAIM = claim(1_000, 0);

    private static final int ACCOUNTS = 8;
    /** So many accounts with names, which have as many slots together. */
    static final String ADD_ACCOUNTS =
            """
            insert into account (name, ring) select 'account-' || n, n from generate_series(1, %1$d) n;
            insert into pace_slot (slot, free_at)
            select n * 1000 + slot, '-infinity' from generate_series(1, %1$d) n, generate_series(1, 1000 / %1$d) slot"""
                    .formatted(ACCOUNTS);

    /** The same claim over those accounts. */
    static final String CLAIM_AT_ACCOUNTS =
            """
            claim_at_accounts (string_to_array('%2$s', ','), array_fill(0, array[%1$d]),
                array_fill(1000 / %1$d, array[%1$d]), array_fill(500000::bigint, array[%1$d]), array_fill(0, array[%1$d]),
                array_fill(1000, array[%1$d]), now() + interval '1 minute', 100, array['caller-1'], array[2]::float8[],
                now() + interval '1 minute', null, null)"""
                    .formatted(
                            ACCOUNTS,
                            IntStream.rangeClosed(1, ACCOUNTS)
                                    .mapToObj(number -> "account-" + number)
                                    .collect(Collectors.joining(",")));

    /** Fewer slots than may run, as by default. */
    private static final int SLOTS = 20;

    private static final int MOST_RUNNING = 100;

    private Executions() {}

    static Map<String, String> all(Connection ledger) throws SQLException {
        Map<String, String> executions = new LinkedHashMap<>();
        executions.put("claim", CLAIM);
        executions.put("claim, bound on running", claim(SLOTS, MOST_RUNNING));
        executions.put("claim, 8 accounts", CLAIM_AT_ACCOUNTS);
        executions.put(
                "claim, 8 accounts, and none for one of the callers",
                CLAIM_AT_ACCOUNTS.replace("null, null)", "array['caller-2'], array['another'])"));
        executions.put("accept", accept("caller-1", 2_000_000));
        executions.put("accept, bound on running", accept("caller-1", 2_000_000, SLOTS, MOST_RUNNING));
        executions.put("look", "look (1000)");
        executions.put("count", "count (1000, 0)");
        executions.put("place", place(ledger, 1_000, 0));
        executions.put("place, bound on running", place(ledger, SLOTS, MOST_RUNNING));
        String due = " (now() - interval '1 minute', now(), 100)";
        executions.put(
                "leases_run_out",
                "leases_run_out (now() - interval '1 minute', 100, array['google/imagen4-fast'], array[now()])");
        String butNone = " (now() - interval '1 minute', now(), 100, '{}')";
        executions.put("claim_polls", "claim_polls" + butNone);
        executions.put("claim_last_polls", "claim_last_polls" + butNone);
        executions.put("claim_ends", "claim_ends" + due);
        executions.put(
                "claim_outbox",
                "claim_outbox (now() - interval '1 minute', now(), 100, '%s')".formatted(new UUID(0, 0)));
        executions.put("purge", "purge ('01900000-0000-7000-8000-000000000000', now() - interval '30 days', 1000)");
        return executions;
    }

    private static String claim(int slots, int mostRunning) {
        return "claim (now() + interval '1 minute', 100, " + slots + ", 500000, " + mostRunning
                + ", array['caller-1'], array[2]::float8[], now() + interval '1 minute')";
    }

    /** A submission with a key of its own; the ring has 1,000 slots, taken for 0.5125 s: 20,000 in 10 s and 2.5 %. */
    static String accept(String caller, int mostQueued) {
        return accept(caller, mostQueued, 1_000, 0);
    }

    private static String accept(String caller, int mostQueued, int slots, int mostRunning) {
        return """
                accept (array[gen_random_uuid()], array['%s'], array[gen_random_uuid()::text], array[''],
                array['google/imagen4-fast'], array['{"prompt":"x"}'], array[null], array['{}'], array[1], array[null],
                array[now()], array[null]::int[], %3$d, 512500, %4$d, 60000000, 86400000000, %2$d, %2$d, false,
                now() + interval '1 minute', array['4'], array['sha'], array['4'])"""
                .formatted(caller, mostQueued, slots, mostRunning);
    }

    /** The estimate for the 500th of a caller. */
    private static String place(Connection ledger, int slots, int mostRunning) throws SQLException {
        String row =
                "select id from generation where caller = 'caller-2' and state = 'queued' order by id offset 200 limit"
                        + " 1";
        return "place ('" + Sql.values(ledger, row).get(0)
                + "', 'caller-2', " + slots + ", 500000, " + mostRunning
                + ", array['caller-1'], array[2]::float8[], 2000, current_date, null)";
    }
}
