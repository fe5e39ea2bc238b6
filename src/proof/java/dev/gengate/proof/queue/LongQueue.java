package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the statements of a loop cost with 1,000 and with 1,000,000 rows in the queue, and a claim over one account and over 8. */
final class LongQueue {
    private static final int SHORT = 1_000;
    private static final int LONG = 1_000_000;
    private static final int RUNNING = 60;
    private static final int CLAIMS = 40;
    private static final int BATCH = 100;
    private static final double MOST_GROWTH = 2;
    private static final double MOST_OF_ACCOUNTS = 1.5;
    private static final int FEW_PAGES = 500;
    private static final Path PLANS_FILE = Path.of("target", "queue-plans.txt");
    /** As the gateway's pool sets them. */
    private static final String SETTINGS =
            "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off";

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
    private static final Pattern TIME = Pattern.compile("Execution Time: ([\\d.]+) ms");

    private final LocalPostgres postgres;
    private final Table table;

    LongQueue(LocalPostgres postgres, Table table) {
        this.postgres = postgres;
        this.table = table;
    }

    void run() throws SQLException, IOException {
        try (Connection ledger =
                Ledger.create(postgres, "long_queue", 1_000).asSuperuser().replica()) {
            Sql.execute(ledger, SETTINGS);
            Sql.execute(ledger, Executions.ADD_ACCOUNTS);
            Queued.insertMany(ledger, 1, SHORT);
            Sql.execute(
                    ledger,
                    "update generation set state = 'submitted' where id in"
                            + " (select id from generation order by id limit " + RUNNING + ")");
            Sql.execute(ledger, "vacuum analyze");
            Files.writeString(PLANS_FILE, "");
            double few = claims(ledger, Executions.CLAIM)[0];
            Map<String, Plan> fewPlans = plans(ledger);
            Queued.insertMany(ledger, SHORT + 1, LONG);
            Map<String, Plan> beforeStatistics = plans(ledger);
            Sql.execute(ledger, "vacuum analyze");
            double[] many = claims(ledger, Executions.CLAIM, Executions.CLAIM_AT_ACCOUNTS);
            report(few, many, fewPlans, beforeStatistics, plans(ledger));
        }
    }

    private void report(
            double few, double[] many, Map<String, Plan> fewPlans, Map<String, Plan> before, Map<String, Plan> plans) {
        table.title("Long queue: " + LONG + " rows of four callers against " + SHORT + "; a claim takes " + BATCH);
        table.figure("claim, wall time, median of " + CLAIMS + ", " + SHORT + " rows", "%.1f ms".formatted(few));
        table.goal(
                "claim, wall time, median of " + CLAIMS + ", " + LONG + " rows",
                "%.1f ms".formatted(many[0]),
                "at most twice that",
                many[0] <= MOST_GROWTH * few);
        table.goal(
                "the same over 8 accounts",
                "%.1f ms, %.2f times".formatted(many[1], many[1] / many[0]),
                "at most %.1f times that".formatted(MOST_OF_ACCOUNTS),
                many[1] <= MOST_OF_ACCOUNTS * many[0]);
        table.figure("by explain (analyze, buffers), generic plan:", "1,000 → 1,000,000 rows; all in " + PLANS_FILE);
        plans.forEach((name, plan) -> {
            Plan with1000 = fewPlans.get(name);
            boolean scans = plan.scans || before.get(name).scans;
            boolean reads = before.get(name).pages > MOST_GROWTH * with1000.pages + FEW_PAGES;
            String figures =
                    "%d → %d pages, %.1f → %.1f ms".formatted(with1000.pages, plan.pages, with1000.millis, plan.millis);
            table.goal(
                    "  " + name,
                    figures,
                    "no sequential scan of generation, nor with a plan from before",
                    !scans && !reads);
        });
    }

    /** The median wall time of each of these claims, which take turns and are rolled back. */
    private static double[] claims(Connection ledger, String... claims) throws SQLException {
        double[][] millis = new double[claims.length][CLAIMS];
        ledger.setAutoCommit(false);
        for (int i = 0; i < CLAIMS * claims.length; i++) {
            millis[i % claims.length][i / claims.length] = claim(ledger, claims[i % claims.length]);
            ledger.rollback();
        }
        ledger.setAutoCommit(true);
        return Arrays.stream(millis).mapToDouble(LongQueue::median).toArray();
    }

    private static double claim(Connection ledger, String claim) throws SQLException {
        long begin = System.nanoTime();
        int rows = Sql.values(ledger, "execute " + claim).size();
        if (rows != BATCH) {
            throw new IllegalStateException(rows + " rows claimed");
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static double median(double[] millis) {
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }

    /**
     * What a statement did.
     *
     * @param scans whether it reads generation from end to end
     */
    private record Plan(long pages, double millis, boolean scans) {}

    private static Map<String, Plan> plans(Connection ledger) throws SQLException, IOException {
        Map<String, Plan> plans = new LinkedHashMap<>();
        for (Map.Entry<String, String> statement : Executions.all(ledger).entrySet()) {
            plans.put(statement.getKey(), explained(ledger, statement.getValue()));
        }
        return plans;
    }

    private static Plan explained(Connection ledger, String execution) throws SQLException, IOException {
        ledger.setAutoCommit(false);
        String text = String.join("\n", Sql.values(ledger, "explain (analyze, buffers) execute " + execution));
        ledger.rollback();
        ledger.setAutoCommit(true);
        Files.writeString(PLANS_FILE, execution + "\n" + text + "\n\n", StandardOpenOption.APPEND);
        Matcher buffers = BUFFERS.matcher(text);
        long pages = buffers.find()
                ? Long.parseLong(buffers.group(1)) + (buffers.group(2) == null ? 0 : Long.parseLong(buffers.group(2)))
                : 0;
        Matcher time = TIME.matcher(text);
        double millis = time.find() ? Double.parseDouble(time.group(1)) : Double.NaN;
        return new Plan(pages, millis, text.contains("Seq Scan on generation"));
    }
}
