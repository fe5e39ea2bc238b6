package dev.gengate.operator;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.scale.GrowingLedger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replay of a whole history, whose replica dies in the middle: every event once more, and at most one step twice. */
@Tag("chaos")
class BulkReplayIT {
    private static final int HISTORY = 50_000;
    private static final int RATE = 2_500;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String REPLAY =
            "{\"action\":\"replay\",\"reason\":\"a consumer lost them\",\"filter\":{\"model\":\"google/imagen4-fast\"}";

    private final Map<String, String> environment = environment();

    private static Map<String, String> environment() {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(Backends.OPS_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "read,operator");
        environment.put("GATEWAY_REPLAY_RATE", String.valueOf(RATE));
        return environment;
    }

    @Test
    void everyEventComesOnceMoreAlthoughAReplicaDies() throws Exception {
        PackagedGateway first = PackagedGateway.start(environment).awaitReady();
        GrowingLedger.of(
                        LocalPostgres.shared(),
                        Ledger.of(environment),
                        Instant.now().minusSeconds(3_600))
                .growTo(HISTORY);
        String operation = ordered(first);
        await().atMost(PATIENCE).until(() -> done(first, operation) >= HISTORY / 2);
        first.kill();

        try (PackagedGateway second = PackagedGateway.start(environment).awaitReady();
                CompletedEvents events = CompletedEvents.open()) {
            await().atMost(PATIENCE)
                    .until(() -> "done".equals(progress(second, operation).path("state")));

            assertEquals(HISTORY, done(second, operation));
            assertEquals(HISTORY, (int) progress(second, operation).path("matched"));
            second.as(Backends.OPS_KEY)
                    .get("/v1/audit?target=" + operation)
                    .then()
                    .statusCode(200)
                    .body("items.actor", contains("ops"))
                    .body("items.reason", contains("a consumer lost them"));
            assertEveryEventOnceMore(events);
        }
    }

    private void assertEveryEventOnceMore(CompletedEvents events) {
        Map<String, Long> counts = events.all().stream()
                .map(CompletedEvent::key)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Ledger.of(environment)
                .values("select id::text from generation")
                .forEach(id -> assertTrue(counts.getOrDefault(id, 0L) > 0, id + " has no event"));
        long twice = counts.values().stream().filter(count -> count > 1).count();
        assertTrue(twice <= RATE, twice + " came twice");
    }

    /** Counts what it would do, then does it. */
    private static String ordered(PackagedGateway gateway) {
        gateway.as(Backends.OPS_KEY)
                .body(REPLAY + ",\"dryRun\":true}")
                .post("/v1/operations")
                .then()
                .statusCode(200);
        return gateway.as(Backends.OPS_KEY)
                .body(REPLAY + "}")
                .post("/v1/operations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static ExtractableResponse<Response> progress(PackagedGateway gateway, String operation) {
        return gateway.as(Backends.OPS_KEY)
                .get("/v1/operations/" + operation)
                .then()
                .statusCode(200)
                .extract();
    }

    private static int done(PackagedGateway gateway, String operation) {
        return progress(gateway, operation).path("done");
    }
}
