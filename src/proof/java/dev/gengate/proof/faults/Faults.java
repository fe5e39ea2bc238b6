package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code deploy/proof faults}: the guarantees under faults, on loopback, in bounded time. */
public final class Faults {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int TOO_LONG = 3;

    private Faults() {}

    /** Exits 0 only if the audit found nothing. */
    public static void main(String[] given) {
        Log.begin();
        Quiet.logging();
        try {
            FaultOptions options = FaultOptions.of(given);
            System.out.println("seed " + options.seed() + ", " + options.generations() + " generations");
            System.exit(run(options) ? 0 : FAILED);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + FaultOptions.usage());
            System.exit(WRONG_USE);
        }
    }

    private static boolean run(FaultOptions options) {
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        CompletableFuture.delayedExecutor(options.bound().toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    System.err.println("took longer than " + options.bound());
                    System.exit(TOO_LONG);
                });
        return switch (options.scenario()) {
            case "faults" -> new FaultRun(options, cluster).run().none();
            case "frozen-broker" -> new FrozenBrokerRun(cluster, false).run();
            case "frozen-broker-and-kill" -> new FrozenBrokerRun(cluster, true).run();
            case "backlog" -> new BacklogRun(options, cluster).run();
            default -> throw new IllegalArgumentException("no such scenario: " + options.scenario());
        };
    }
}
