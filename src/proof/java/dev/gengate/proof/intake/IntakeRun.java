package dev.gengate.proof.intake;

import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.bench.IntakeRate;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.Quiet;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code deploy/proof intake}: requests by a topic, how fast, and what becomes of each under faults. */
public final class IntakeRun {
    private static final double GOAL = 0.8;
    private static final int TOO_LONG = 3;

    private IntakeRun() {}

    /** Exits 0 only if no figure was missed. */
    public static void main(String[] given) throws IOException {
        Log.begin();
        Quiet.logging();
        Arguments options = Arguments.of(given);
        int requests = options.number("requests", 20_000);
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        String part = options.text("part", "all");
        endAfter(Duration.ofSeconds(900 + requests / 50));
        boolean fast = part.equals("faults") || fast(requests);
        boolean decided = part.equals("rate") || decided(requests, seed);
        System.exit(fast && decided ? 0 : 1);
    }

    private static void endAfter(Duration bound) {
        CompletableFuture.delayedExecutor(bound.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    System.err.println("took longer than " + bound);
                    System.exit(TOO_LONG);
                });
    }

    private static boolean fast(int requests) throws IOException {
        double ratio = IntakeRate.ratio(requests);
        System.out.printf("rows a second by the topic to those by REST: %.2f, goal %.2f%n%n", ratio, GOAL);
        return ratio >= GOAL;
    }

    private static boolean decided(int requests, int seed) {
        Cluster cluster = new Cluster();
        Closing.atExit(cluster);
        Findings findings = new IntakeUnderFaults(cluster, requests, seed).run();
        return findings.none();
    }
}
