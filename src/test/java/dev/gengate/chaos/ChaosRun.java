package dev.gengate.chaos;

import dev.gengate.support.Closing;
import dev.gengate.support.Quiet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code deploy/chaos/run}: the guarantees under faults, on loopback, in bounded time. */
public final class ChaosRun {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int TOO_LONG = 3;

    private ChaosRun() {}

    /** Exits 0 only if the audit found nothing. */
    public static void main(String[] given) {
        Log.begin();
        Quiet.logging();
        try {
            ChaosOptions options = ChaosOptions.of(given);
            System.out.println("seed " + options.seed() + ", " + options.generations() + " generations");
            System.exit(run(options) ? 0 : FAILED);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + ChaosOptions.usage());
            System.exit(WRONG_USE);
        }
    }

    private static boolean run(ChaosOptions options) {
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
