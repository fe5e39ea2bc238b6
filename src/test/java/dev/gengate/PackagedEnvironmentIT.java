package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.Backends;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.PackagedGateway;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

    @Test
    void everyUnsafeValueIsNamedAtOnceAndNoneIsShown() {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_PUBLIC_URL", "http://gateway.example");
        environment.put("GATEWAY_CALLBACK_SECRETS", Backends.CALLBACK_SECRET + ",short");
        environment.put("GATEWAY_CALLBACK_SIGNATURE_KEY", "changeme");
        environment.put("GATEWAY_CALLBACK_FAILURES_PER_MINUTE", "-1");
        environment.put("GATEWAY_CALLERS__ADS__KEY_SHA256", "abc");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED", "0");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED_PER_CALLER", "-1");
        environment.put("GATEWAY_CREDITS_EVERY", "PT0S");
        environment.put("QUARKUS_MANAGEMENT_PORT", environment.get("QUARKUS_HTTP_PORT"));

        String output = outputOfAFailedStart(environment);

        for (String named : List.of(
                "gateway.public-url must",
                "gateway.callback.secrets: each needs",
                "gateway.callback.signature-key needs",
                "gateway.callback.failures-per-minute must",
                "key-sha256 must",
                "gateway.submission.max-queued must",
                "gateway.submission.max-queued-per-caller must",
                "gateway.credits.every must",
                "quarkus.management.port must")) {
            assertTrue(output.contains(named), output);
        }
        assertFalse(output.contains("changeme"), "no key in the log");
        assertFalse(output.contains("quarkus.oidc"), "nothing of what is not used");
    }

    /** Two of what is read first, and one each of what is read after it. */
    @ParameterizedTest
    @CsvSource({
        "GATEWAY_CALLBACK_SECRETS GATEWAY_PROVIDER_KIE_API_KEY, gateway.callback.secrets gateway.provider.kie.api-key",
        "GATEWAY_PUBLIC_URL, gateway.public-url",
        "GATEWAY_CALLERS__ADS__KEY_SHA256, gateway.callers"
    })
    void missingValuesAreNamed(String variables, String properties) {
        Map<String, String> environment = environment();
        List.of(variables.split(" ")).forEach(environment::remove);

        String output = outputOfAFailedStart(environment);

        for (String named : properties.split(" ")) {
            assertTrue(output.contains(named), output);
        }
    }

    private static String outputOfAFailedStart(Map<String, String> environment) {
        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            assertFalse(gateway.output().contains(Backends.CALLBACK_SECRET), "no secret in the log");
            return gateway.output();
        }
    }

    /** It tries again for minutes, and listens to who runs it all the same. */
    @Test
    void startThatWaitsForItsDatabaseEndsWhenToldTo() {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_DB_PORT", "1");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.output().toLowerCase(Locale.ROOT).contains("retrying"));

            gateway.terminate();

            await().atMost(Duration.ofSeconds(5)).until(gateway::ended);
            assertEquals(143, gateway.awaitExit());
            assertTrue(gateway.output().contains("told to end before its start had"), gateway.output());
        }
    }

    @Test
    void databaseThatIsNotThereStopsTheStartAndIsNamed() throws Exception {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_DB_PORT", "1");
        environment.put("GATEWAY_MIGRATION_CONNECT_RETRIES", "0");

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
