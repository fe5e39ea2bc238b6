package dev.gengate.proof.queue;

import dev.gengate.generation.ledger.LedgerStatements;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.ledger.Sql;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many slots a second can be taken at 20,000 in 10 s: a ring of 1,000 slots, each taken for 0.5125 s. */
final class SlotRate {
    private static final double RING_RATE = 1_000 / 0.5125;
    private static final double LEAST_USE = 0.9;
    private static final Duration TIME = Duration.ofSeconds(8);
    private static final int SUBMITTERS = 8;
    private static final int DISPATCHERS = 3;
    private static final int WAITING = 60_000;

    private final LocalPostgres postgres;
    private final Table table;
    private Ledger slots;

    SlotRate(LocalPostgres postgres, Table table) {
        this.postgres = postgres;
        this.table = table;
    }

    void run() throws Exception {
        slots = Ledger.create(postgres, "slots", 1_000).asSuperuser();
        try (Connection ledger = slots.connect()) {
            // the ring is measured, not the disk
            Sql.execute(ledger, "alter database slots set synchronous_commit = off");
            table.title("High limit: 20,000 in 10 s, for " + TIME.toSeconds() + " s, straight to the ledger");
            double submitted = perSecond(SUBMITTERS, LedgerStatements.ACCEPT, Executions.accept("caller-1", 0));
            table.figure(SUBMITTERS + " submitters, one slot a submission: slots a second", Math.round(submitted));
            Queued.insertMany(ledger, 1, WAITING);
            double claimed = perSecond(DISPATCHERS, LedgerStatements.CLAIM, Executions.CLAIM);
            String name = DISPATCHERS + " dispatchers, 100 slots a claim: slots a second";
            String goal = "90 % of the ring's " + Math.round(RING_RATE);
            table.goal(name, Math.round(claimed), goal, claimed >= LEAST_USE * RING_RATE);
        }
    }

    private double perSecond(int threads, String prepare, String execution) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long begin = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                counts.add(pool.submit(() -> rows(prepare, "execute " + execution, begin + TIME.toNanos())));
            }
            long rows = 0;
            for (Future<Long> count : counts) {
                rows += count.get();
            }
            return rows / ((System.nanoTime() - begin) / 1e9);
        } finally {
            pool.shutdownNow();
        }
    }

    private long rows(String prepare, String execute, long end) throws SQLException, IOException {
        try (Connection connection = slots.connect()) {
            Sql.execute(connection, prepare);
            long rows = 0;
            while (System.nanoTime() < end) {
                rows += Sql.values(connection, execute).size();
            }
            return rows;
        }
    }
}
