package dev.gengate;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away when createTask answers: the id of what was paid for is not lost. */
class UnwrittenTaskIT {
    /** The provider's time-outs below and 15 s. */
    private static final Duration LEASE = Duration.ofSeconds(22);

    private final KieSimulatorClient provider = Backends.provider();
    private LocalPostgres postgres;
    private Map<String, String> environment;
    private PackagedGateway gateway;

    @BeforeEach
    void start() {
        provider.reset();
        postgres = LocalPostgres.start(0, Map.of());
        environment = PackagedGateway.environment(postgres, Backends.kafka());
        environment.put("GATEWAY_RECONCILE_AFTER", "PT1S");
        environment.put("GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT", "1S");
        environment.put("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "6S");
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "operator");
        gateway = PackagedGateway.start(environment).awaitReady();
    }

    @AfterEach
    void stop() {
        gateway.close();
        postgres.close();
    }

    @Test
    void outageThatOutlastsTheLease() {
        String id = submittedWhenTheLedgerGoesAway();
        String task = provider.taskOf(id).taskId();
        await().atMost(LEASE.plusSeconds(5))
                .until(() -> gateway.output().contains("task " + task + " is still not in the ledger"));
        // its lease is noticed first, as it would be by another replica
        await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
        postgres.start();

        assertSucceeded(id, task);
        assertEquals(1, provider.requestsOf(id).size());
    }

    @Test
    void replicaThatIsToldToGoWaitsForTheLedger() {
        String id = submittedWhenTheLedgerGoesAway();
        String task = provider.taskOf(id).taskId();
        gateway.terminate();
        await().pollDelay(Duration.ofSeconds(4)).until(() -> !gateway.ended());
        postgres.start();
        gateway.awaitExit();

        gateway = PackagedGateway.start(environment).awaitReady();

        assertSucceeded(id, task);
    }

    @Test
    void replicaThatIsToldToGoNamesTheTaskAndAnOperatorAttachesIt() {
        String id = submittedWhenTheLedgerGoesAway();
        String task = provider.taskOf(id).taskId();
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
                .until(() -> "unconfirmed".equals(read(id).path("state").asText()));

        gateway.as(Backends.OPS_KEY)
                .body("{\"taskId\":\"" + task + "\"}")
                .post("/v1/generations/" + id + "/task")
                .then()
                .statusCode(200);

        assertSucceeded(id, task);
    }

    /** The answer of createTask comes 3 s later. */
    private String submittedWhenTheLedgerGoesAway() {
        provider.nextRequest("slow=3000", "no-callback");
        String id = gateway.ads()
                .header("Prefer", "respond-async")
                .body(GatewayCalls.prompt("paid for while the ledger goes away"))
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .body("state", equalTo("submitting"))
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(1)).until(() -> provider.tasksOf(id).size() == 1);
        postgres.kill();
        return id;
    }

    private JsonNode read(String id) {
        return Json.read(gateway.ads().get("/v1/generations/" + id).asString());
    }

    private void assertSucceeded(String id, String task) {
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> "succeeded"
                .equals(read(id).path("state").asText()));
        assertEquals(task, read(id).path("taskId").asText());
    }
}
