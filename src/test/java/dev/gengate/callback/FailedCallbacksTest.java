package dev.gengate.callback;

import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gengate.attack.Hardened;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The public path under fire: forgers are limited, the provider is not. */
@QuarkusTest
@TestProfile(Hardened.class)
class FailedCallbacksTest extends GatewayTest {
    private static final String FORGED = Backends.gateway() + CallbackAddress.PATH + UUID.randomUUID() + "/forged";

    @Test
    void forgersAreLimitedBySourceAndTheProviderIsNot() {
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] under fire"));
        String attacker = "203.0.113.7";
        awaitTimeLeftInTheMinute();

        int last = 0;
        for (int forged = 0; forged <= 2 * Hardened.FAILURES_PER_MINUTE; forged++) {
            last = post(FORGED, attacker);
        }

        assertEquals(429, last);
        assertEquals(429, post(FORGED, "198.51.100.1, " + attacker), "what the sender wrote itself does not count");
        assertEquals(404, post(FORGED, "198.51.100.1"), "another source");
        assertEquals(200, post(task.callBackUrl(), attacker, task), "a genuine token of the same source");
        ended(task.generationId()).body("state", equalTo("succeeded"));
    }

    @Test
    void callbackSignedWithTheOldSecretIsTakenAndNewOnesAreSignedWithTheNew() {
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] in flight"));
        UUID id = UUID.fromString(task.generationId());
        String underTheOld = new CallbackToken(List.of(Backends.CALLBACK_SECRET)).sign(id);
        String url = Backends.gateway() + CallbackAddress.PATH + id + "/" + underTheOld;

        assertEquals(
                Backends.gateway() + CallbackAddress.PATH + id + "/"
                        + new CallbackToken(List.of(Hardened.NEW_CALLBACK_SECRET)).sign(id),
                task.callBackUrl());
        assertNotEquals(url, task.callBackUrl());
        assertEquals(200, post(url, "192.0.2.1", task));
        ended(task.generationId()).body("state", equalTo("succeeded"));
    }

    /** Failures are counted by the minute of the clock: all of them are to be in one. */
    private static void awaitTimeLeftInTheMinute() {
        await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().getEpochSecond() % 60 < 50);
    }

    private static int post(String url, String source) {
        return given().header(Hardened.SOURCE_HEADER, source)
                .body("{}")
                .post(url)
                .statusCode();
    }

    private static int post(String url, String source, ProviderTask task) {
        return given().header(Hardened.SOURCE_HEADER, source)
                .contentType("application/json")
                .body(CallbackTest.success(task.taskId()))
                .post(url)
                .statusCode();
    }
}
