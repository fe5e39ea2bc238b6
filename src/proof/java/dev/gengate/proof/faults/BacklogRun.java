package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.LedgerView;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.MemorySamples;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.ledger.GenerationInsert;
import dev.gengate.proof.servers.LocalPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A long outage of the broker: so many ended generations wait, far more than the heap could hold; memory stays flat,
 * and all of them are published in completion order once the broker is back, though it goes away again half-way.
 */
final class BacklogRun {
    private static final Duration AWAY = Duration.ofSeconds(60);
    /** Longer than the producer tries, shorter than the lease of what it tried. */
    private static final Duration AGAIN = Duration.ofSeconds(14);

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final int STEP = 20_000;
    /** What the resident memory may grow by, from before the outage to its worst moment. */
    private static final long FLAT_MEBIBYTES = 160;

    private final FaultOptions options;
    private final Cluster cluster;
    private final LedgerView ledger;

    BacklogRun(FaultOptions options, Cluster cluster) {
        this.options = options;
        this.cluster = cluster.startServers();
        this.ledger = new LedgerView(cluster.database());
    }

    /** Whether memory stayed flat, and all was published in order and once. */
    boolean run() {
        cluster.broker().freeze();
        cluster.startReplicas(1, Cluster.APPLICATION, "-Xmx256m");
        Replica replica = cluster.replica(0);
        MemorySamples before = new MemorySamples(replica);
        before.take();
        insert(cluster.database().server());
        Log.line("%d rows wait", ledger.unpublished());
        MemorySamples away = sampled(replica, AWAY);
        double back = Log.seconds();
        cluster.broker().thaw();
        freezeHalfWay();
        MemorySamples drain = drained(replica);
        double took = Log.seconds() - back;
        TopicOrder order = TopicOrder.read(cluster.broker().bootstrapServers());
        System.out.printf(
                "%nbefore:             %s%nbroker away:        %s%nbroker back:        %s%npublished in:       %.0f s%n"
                        + "topic:              %s%n",
                before, away, drain, took, order);
        long grown = Math.max(away.mostResident(), drain.mostResident()) - before.mostResident();
        return order.events() == options.generations()
                && order.duplicates() == 0
                && order.outOfOrder() == 0
                && grown < FLAT_MEBIBYTES;
    }

    private void insert(LocalPostgres database) {
        for (int from = 1; from <= options.generations(); from += STEP) {
            int to = Math.min(options.generations(), from + STEP - 1);
            database.execute(ReplicaEnvironment.DATABASE, ended(from, to));
        }
    }

    /** Each was a commit of its own: the worst case. */
    private static String ended(int from, int to) {
        return "with ended as ("
                + GenerationInsert.succeeded("at")
                        .with("input", "'{\"prompt\":\"' || repeat('a lighthouse at dawn, ', 50) || n || '\"}'")
                        .with("task_id", "'task-' || n")
                        .with("images", "'[{\"url\":\"https://tempfile.example/f/' || n || '.png\"}]'")
                        .rows("(select n, now() - interval '1 hour' + n * interval '10 milliseconds' as at"
                                + " from generate_series(%d, %d) n) rows".formatted(from, to))
                + " returning id, completed_at) insert into outbox (completed_at, due_at, generations)"
                + " select completed_at, completed_at, array[id] from ended order by completed_at";
    }

    private static MemorySamples sampled(Replica replica, Duration time) {
        MemorySamples samples = new MemorySamples(replica);
        long end = System.nanoTime() + time.toNanos();
        Awaitility.await().forever().pollInterval(Duration.ofSeconds(1)).until(() -> {
            samples.take();
            return System.nanoTime() > end;
        });
        return samples;
    }

    /** The batch that is on its way then is tried in vain: it has to be the first again. */
    private void freezeHalfWay() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ledger.unpublished() < options.generations() / 2);
        cluster.broker().freeze();
        Log.line("the broker is away again");
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(AGAIN.toMillis(), TimeUnit.MILLISECONDS))
                .join();
        cluster.broker().thaw();
    }

    private MemorySamples drained(Replica replica) {
        MemorySamples samples = new MemorySamples(replica);
        Awaitility.await().atMost(PATIENCE).pollInterval(BETWEEN).until(() -> {
            samples.take();
            long left = ledger.unpublished();
            Log.line("%d rows wait, %s", left, samples);
            return left == 0;
        });
        return samples;
    }
}
