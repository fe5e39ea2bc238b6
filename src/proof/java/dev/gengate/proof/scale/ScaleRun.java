package dev.gengate.proof.scale;

import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.LocalPostgres;
import java.util.Map;
import java.util.stream.Stream;

/** {@code deploy/proof scale}: the figures of docs/scale.md that are the ledger's, with more and more history. */
public final class ScaleRun {
    private static final String[] HISTORY = {"200000", "2000000"};
    private static final int LIVES = 5_000;
    private static final int CONNECTIONS = 4;
    private static final int PURGES = 100;

    private ScaleRun() {}

    /** Numbers of finished generations, ascending; 200,000 and 2,000,000 without. */
    public static void main(String[] given) throws Exception {
        LocalPostgres postgres = LocalPostgres.start(0, Map.of("max_wal_size", "4GB"));
        Closing.atExit(postgres);
        GrowingLedger ledger = GrowingLedger.create(postgres);
        System.out.printf("%-44s %12s %9s %9s %9s%n", "", "finished", "CPU ms", "WAL kB", "blocks");
        for (long rows : Stream.of(given.length == 0 ? HISTORY : given)
                .map(Long::valueOf)
                .toList()) {
            ledger.growTo(rows);
            try (Lives lives = new Lives(ledger, CONNECTIONS, LIVES)) {
                // the checkpoint before it has every page logged whole once, and the cache is cold
                lives.run();
                measure(ledger, "a life: accept, submitted, complete", LIVES, lives);
            }
            measure(ledger, "counting for the gauges", 20, () -> ledger.repeat(20, "execute count (1000, 0)"));
            System.out.printf("%-44s %12d %9.2f kB a generation, indexes included%n", "disk", rows, ledger.size());
        }
        // a purge takes what is old, and here everything is
        String purge = "execute purge ('ffffffff-ffff-7fff-bfff-ffffffffffff', now() + interval '1 day', 1000)";
        measure(ledger, "purging a row", PURGES * 1_000, () -> ledger.repeat(PURGES, purge));
    }

    private static void measure(GrowingLedger ledger, String what, int times, Work work) throws Exception {
        Usage before = ledger.usage();
        work.run();
        Usage after = ledger.usage();
        System.out.printf(
                "%-44s %12d %9.3f %9.2f %9.1f%n",
                what,
                ledger.rows(),
                after.cpuMillisSince(before) / times,
                (after.walBytes() - before.walBytes()) / 1e3 / times,
                (after.blocks() - before.blocks()) / (double) times);
    }

    /** What is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }
}
