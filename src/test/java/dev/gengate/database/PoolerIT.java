package dev.gengate.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPooler;
import dev.gengate.proof.servers.LocalPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gateway behind Debian's PgBouncer in transaction mode, beside the same one without it. */
@Tag("gate")
class PoolerIT {
    private static final int CLIENTS = 32;
    private static final int SUBMISSIONS = 300;
    private static final int TRIES = 5;
    /** A pooler that is busy may say no now and then. */
    private static final int MOST_SENT_AGAIN = SUBMISSIONS / 20;

    @Test
    void everythingWorksBehindPgBouncerInTransactionMode() throws Exception {
        assumeTrue(LocalPooler.installed(), "pgbouncer is not here");
        Backends.provider().reset();
        LocalPostgres postgres = LocalPostgres.shared();
        Map<String, String> environment = PackagedGateway.environment(postgres, Backends.kafka());
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        Duration direct;
        try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
            direct = all(gateway);
        }
        try (LocalPooler pooler = LocalPooler.start(postgres.port())) {
            environment.put("GATEWAY_MIGRATION_URL", postgres.jdbcUrl(environment.get("GATEWAY_DB_NAME")));
            environment.put("GATEWAY_DB_PORT", Integer.toString(pooler.port()));
            environment.put("GATEWAY_DB_POOLER", "transaction");
            try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
                Duration pooled = all(gateway);
                System.out.printf("%d generations direct in %s, behind pgbouncer in %s%n", SUBMISSIONS, direct, pooled);
                assertEquals(1, gateway.metrics().sum("gateway_ledger_up"));
            }
        }
    }

    /** Each is submitted and waited for: accepted, sent, called back, committed, read. */
    private static Duration all(PackagedGateway gateway) throws Exception {
        AtomicInteger sentAgain = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            long began = System.nanoTime();
            List<Future<Integer>> answers = IntStream.range(0, SUBMISSIONS)
                    .mapToObj(i -> clients.submit(() -> succeeded(gateway, i, sentAgain)))
                    .toList();
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (Future<Integer> answer : answers) {
                statuses.merge(answer.get(), 1, Integer::sum);
            }
            assertEquals(Map.of(200, SUBMISSIONS), statuses);
            assertTrue(sentAgain.get() <= MOST_SENT_AGAIN, sentAgain + " were answered 503");
            return Duration.ofNanos(System.nanoTime() - began);
        } finally {
            clients.shutdown();
        }
    }

    /** Sends again what is answered 503, with the same key, as a caller is told to. */
    private static int succeeded(PackagedGateway gateway, int number, AtomicInteger sentAgain) {
        String key = "pooled-" + number + "-" + System.nanoTime();
        int status = submit(gateway, key, number);
        for (int again = 0; status == 503 && again < TRIES; again++) {
            sentAgain.incrementAndGet();
            status = submit(gateway, key, number);
        }
        return status;
    }

    private static int submit(PackagedGateway gateway, String key, int number) {
        return gateway.ads()
                .header("Prefer", "wait=30")
                .header("Idempotency-Key", key)
                .body(GatewayCalls.prompt("pooled " + number))
                .post("/v1/generations")
                .statusCode();
    }
}
