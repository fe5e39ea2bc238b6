package dev.gengate;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.Backends;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.PackagedGateway;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar with plain environment variables and nothing else, as a container runs it. */
class PackagedEnvironmentIT {
    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

    @Test
    void twoReplicasStartAtTheSameMomentAgainstAnEmptyDatabaseAndABrokerWithoutTheTopic() throws Exception {
        String topic = "completed-" + UUID.randomUUID();
        Map<String, String> environment = environment();
        environment.put("GATEWAY_EVENTS_TOPIC", topic);
        PackagedGateway gateway = PackagedGateway.start(environment);
        PackagedGateway other = PackagedGateway.start(PackagedGateway.anotherReplica(environment));
        String id;
        String task;
        try (gateway;
                other;
                CompletedEvents events = CompletedEvents.open(Backends.kafka(), topic)) {
            other.awaitReady();
            id = gateway.awaitReady()
                    .ads()
                    .body("{\"input\":{\"prompt\":\"from the environment\"}}")
                    .post("/v1/generations")
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("submitted"))
                    .extract()
                    .path("id");

            assertEquals("succeeded", events.awaitEventOf(id).outcome());
            task = Backends.provider().taskOf(id).taskId();
        }
        Matcher started = STARTED.matcher(gateway.output());
        assertTrue(started.find(), gateway.output());
        System.out.println("packaged gateway started in " + started.group(1) + " s, beside another");
        assertLogged(gateway, id, task);
        assertEquals(1, migrations(gateway) + migrations(other), "one replica migrates, the other waits for it");
    }

    private static void assertLogged(PackagedGateway gateway, String id, String task) {
        assertEquals(List.of("submitting", "submitted", "succeeded"), gateway.transitions(id));
        assertTrue(gateway.log().stream()
                .anyMatch(line -> task.equals(line.at("/mdc/taskId").asText())));
        assertFalse(gateway.output().contains("from the environment"), "no prompt in the log");
        assertFalse(gateway.output().contains(Backends.PROVIDER_KEY), "no key in the log");
        assertFalse(gateway.output().contains(Backends.CALLBACK_SECRET), "no secret in the log");
    }

    private static long migrations(PackagedGateway gateway) {
        return gateway.log().stream()
                .filter(line -> line.path("message").asText().startsWith("Successfully applied"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_CALLERS__ADS__KEY_SHA256, , gateway.callers",
        "GATEWAY_CALLERS__ADS__KEY_SHA256, abc, key-sha256",
        "GATEWAY_CALLBACK_SECRETS, , gateway.callback.secrets",
        "GATEWAY_CALLBACK_SECRETS, short, gateway.callback.secrets",
        "GATEWAY_PUBLIC_URL, , gateway.public-url",
        "GATEWAY_PUBLIC_URL, http://gateway.example, gateway.public-url",
        "GATEWAY_PROVIDER_KIE_API_KEY, , gateway.provider.kie.api-key"
    })
    void missingOrUnsafeValueStopsTheStartAndIsNamed(String variable, String value, String named) throws Exception {
        Map<String, String> environment = environment();
        if (value == null) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            assertTrue(gateway.output().contains(named), gateway.output());
            assertFalse(gateway.output().contains(Backends.CALLBACK_SECRET), "no secret in the log");
        }
    }

    @Test
    void everyUnsafeValueIsNamedAtOnce() throws Exception {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED", "0");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED_PER_CALLER", "-1");
        environment.put("GATEWAY_CREDITS_EVERY", "PT0S");
        environment.put("GATEWAY_CALLBACK_FAILURES_PER_MINUTE", "-1");
        environment.put("GATEWAY_CALLBACK_SIGNATURE_KEY", "changeme");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            for (String named : List.of(
                    "gateway.submission.max-queued must",
                    "gateway.submission.max-queued-per-caller must",
                    "gateway.credits.every must",
                    "gateway.callback.failures-per-minute must",
                    "gateway.callback.signature-key needs")) {
                assertTrue(gateway.output().contains(named), gateway.output());
            }
            assertFalse(gateway.output().contains("changeme"), "no key in the log");
        }
    }

    @Test
    void databaseThatIsNotThereStopsTheStartAndIsNamed() throws Exception {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_DB_PORT", "1");
        environment.put("QUARKUS_FLYWAY_CONNECT_RETRIES", "0");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            assertTrue(gateway.output().contains("generation-gateway does not start"), gateway.output());
            assertTrue(gateway.output().contains("Connection to localhost:1 refused"), gateway.output());
        }
    }

    private static Map<String, String> environment() {
        Backends.provider().reset();
        return PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
    }
}
