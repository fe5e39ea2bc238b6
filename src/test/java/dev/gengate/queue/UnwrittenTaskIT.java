package dev.gengate.queue;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL is away when createTask answers: the id of what was paid for is not lost. Each case is mostly waited for, so
 * all run at the same time, each on a gateway and a database of its own.
 */
class UnwrittenTaskIT {
    /** The provider's time-outs below and 15 s. */
    private static final Duration LEASE = Duration.ofSeconds(22);

    private static final KieSimulatorClient provider = Backends.provider();
    private static final ExecutorService CASES = Executors.newCachedThreadPool();
    private static Future<?> outlasted;
    private static Future<?> waited;
    private static Future<?> attached;

    @BeforeAll
    static void begin() {
        provider.reset();
        outlasted = begin(Outage::outlastsTheLease);
        waited = begin(Outage::isWaitedFor);
        attached = begin(Outage::isNotWaitedForAndAnOperatorAttachesTheTask);
    }

    private static Future<?> begin(Consumer<Outage> course) {
        return CASES.submit(() -> {
            try (Outage outage = new Outage()) {
                course.accept(outage);
            }
        });
    }

    @AfterAll
    static void end() {
        CASES.shutdownNow();
    }

    @Test
    void outageThatOutlastsTheLease() throws Exception {
        passed(outlasted);
    }

    @Test
    void replicaThatIsToldToGoWaitsForTheLedger() throws Exception {
        passed(waited);
    }

    @Test
    void replicaThatIsToldToGoNamesTheTaskAndAnOperatorAttachesIt() throws Exception {
        passed(attached);
    }

    private static void passed(Future<?> course) throws Exception {
        try {
            course.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failed) {
                throw failed;
            }
            throw e;
        }
    }

    /** A gateway whose database goes away while the provider creates its task. */
    private static final class Outage implements AutoCloseable {
        private final LocalPostgres postgres = LocalPostgres.start(0, Map.of());
        private final Map<String, String> environment = PackagedGateway.environment(postgres, Backends.kafka());
        private PackagedGateway gateway;
        private final String id;
        private final String task;

        Outage() {
            environment.put("GATEWAY_RECONCILE_AFTER", "PT1S");
            environment.put("GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT", "1S");
            environment.put("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "6S");
            environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
            environment.put("GATEWAY_CALLERS__OPS__ROLES", "operator");
            gateway = PackagedGateway.start(environment).awaitReady();
            id = submittedWhenTheLedgerGoesAway();
            task = provider.taskOf(id).taskId();
        }

        @Override
        public void close() {
            gateway.close();
            postgres.close();
        }

        void outlastsTheLease() {
            await().atMost(LEASE.plusSeconds(5))
                    .until(() -> gateway.output().contains("task " + task + " is still not in the ledger"));
            // its lease is noticed first, as it would be by another replica
            await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
            postgres.start();

            assertSucceeded();
            assertEquals(1, provider.requestsOf(id).size());
        }

        void isWaitedFor() {
            gateway.terminate();
            await().pollDelay(Duration.ofSeconds(4)).until(() -> !gateway.ended());
            postgres.start();
            gateway.awaitExit();

            gateway = PackagedGateway.start(environment).awaitReady();

            assertSucceeded();
        }

        void isNotWaitedForAndAnOperatorAttachesTheTask() {
            gateway.terminate();
            gateway.awaitExit();
            List<String> errors = gateway.log().stream()
                    .filter(line -> "ERROR".equals(line.path("level").asText()))
                    .map(line -> line.path("message").asText())
                    .filter(message -> message.contains(task))
                    .toList();
            assertEquals(1, errors.size(), errors::toString);
            assertTrue(errors.get(0).contains("generation " + id + ": task " + task), errors::toString);
            postgres.start();
            gateway = PackagedGateway.start(environment).awaitReady();
            await().atMost(LEASE)
                    .until(() -> "unconfirmed".equals(read().path("state").asText()));

            gateway.as(Backends.OPS_KEY)
                    .body("{\"taskId\":\"" + task + "\"}")
                    .post("/v1/generations/" + id + "/task")
                    .then()
                    .statusCode(200);

            assertSucceeded();
        }

        /** The answer of createTask comes 3 s later. One at a time: the provider is told of its next request. */
        private String submittedWhenTheLedgerGoesAway() {
            synchronized (provider) {
                provider.nextRequest("slow=3000", "no-callback");
                String submitted = gateway.ads()
                        .header("Prefer", "respond-async")
                        .body(GatewayCalls.prompt("paid for while the ledger goes away"))
                        .post("/v1/generations")
                        .then()
                        .statusCode(202)
                        .body("state", equalTo("submitting"))
                        .extract()
                        .path("id");
                await().atMost(Duration.ofSeconds(2))
                        .until(() -> provider.tasksOf(submitted).size() == 1);
                postgres.kill();
                return submitted;
            }
        }

        private JsonNode read() {
            return Json.read(gateway.ads().get("/v1/generations/" + id).asString());
        }

        private void assertSucceeded() {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> "succeeded"
                    .equals(read().path("state").asText()));
            assertEquals(task, read().path("taskId").asText());
        }
    }
}
