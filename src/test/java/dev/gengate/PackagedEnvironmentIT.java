package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with plain environment variables and nothing else, as a container runs it. */
class PackagedEnvironmentIT {
    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

    @Test
    void twoReplicasStartAtTheSameMomentAgainstAnEmptyDatabaseAndABrokerWithoutTheTopic(@TempDir Path folder)
            throws Exception {
        Path classes = folder.resolve("classes");
        String topic = "completed-" + UUID.randomUUID();
        Map<String, String> environment = environment();
        environment.put("GATEWAY_EVENTS_TOPIC", topic);
        PackagedGateway gateway = PackagedGateway.start(
                environment,
                Path.of(""),
                GatewayProcess.packagedJar("-Xlog:class+load:file=" + classes, "-XX:TieredStopAtLevel=1"));
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
        String loaded = Files.readString(classes);
        assertTrue(loaded.contains("dev.gengate.custody."), "classes are noted");
        assertFalse(loaded.contains("software.amazon.awssdk."), "nothing of the bucket's client without a bucket");
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

    /** Quarkus would end at some of them before the others are read. */
    @Test
    void everyFaultIsNamedAtOnceInOneMessageAndNoValueIsShown() {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_PUBLIC_URL", "http://gateway.example");
        environment.put("GATEWAY_CALLBACK_SECRETS", Backends.CALLBACK_SECRET + ",short");
        environment.put("GATEWAY_CALLBACK_SIGNATURE_KEY", "changeme");
        environment.put("GATEWAY_CALLBACK_SIGNATURE_KY", "9f86d081884c7d65");
        environment.put("GATEWAY_CALLERS__ADS__KEY_SHA256", "abc");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED", "0");
        environment.put("GATEWAY_CREDITS_EVERY", "PT0S");
        environment.put("GATEWAY_DB_PORT", "abc");
        environment.put("GATEWAY_RETENTION_COMPLETED", "30");
        environment.put("GATEWAY_RETENTION_BATCH", "0");
        environment.put("GATEWAY_RECONCILE_EVERY", "PT1Q");
        environment.put("GATEWAY_EVENTS_TOPIC", "no topic");
        environment.put("QUARKUS_MANAGEMENT_PORT", environment.get("QUARKUS_HTTP_PORT"));
        environment.put("GATEWAY_SERVICE_HOST", "10.0.0.1");
        environment.remove("GATEWAY_PROVIDER_KIE_API_KEY");

        String output = outputOfAFailedStart(PackagedGateway.start(environment));

        assertEquals(
                """
                - GATEWAY_CALLBACK_SIGNATURE_KY is not known; the nearest is GATEWAY_CALLBACK_SIGNATURE_KEY
                - gateway.callback.secrets (GATEWAY_CALLBACK_SECRETS) must
                - gateway.callback.signature-key (GATEWAY_CALLBACK_SIGNATURE_KEY) must
                - gateway.callers."ads".key-sha256 (GATEWAY_CALLERS__ADS__KEY_SHA256) must
                - gateway.credits.every (GATEWAY_CREDITS_EVERY) must
                - gateway.db.port (GATEWAY_DB_PORT) must
                - gateway.events.topic (GATEWAY_EVENTS_TOPIC) must
                - gateway.provider.kie.api-key (GATEWAY_PROVIDER_KIE_API_KEY) is
                - gateway.public-url (GATEWAY_PUBLIC_URL) must
                - gateway.reconcile.every (GATEWAY_RECONCILE_EVERY) must
                - gateway.retention.batch (GATEWAY_RETENTION_BATCH) must
                - gateway.retention.completed (GATEWAY_RETENTION_COMPLETED) must
                - gateway.submission.max-queued (GATEWAY_SUBMISSION_MAX_QUEUED) must
                - quarkus.management.port (QUARKUS_MANAGEMENT_PORT) must
                """
                        .lines()
                        .toList(),
                output.lines()
                        .filter(line -> line.startsWith("- "))
                        .map(line -> line.replaceFirst("(\\) (must|is)\\b).*", "$1"))
                        .sorted()
                        .toList(),
                output);
        assertTrue(output.contains("generation-gateway does not start: its configuration has 14 faults"), output);
        assertFalse(output.contains("changeme"), "no key in the log");
    }

    /** The start ends, whether the framework sees it or the gateway alone. All at the same time. */
    @Test
    void oneFaultEndsTheStart() {
        Map<String, String> said = Map.of(
                "GATEWAY_RETENTION_COMPLETED=30", "give a unit",
                "GATEWAY_RETENTION_COMPLETED=PT51H", "must be at least PT51H15M",
                "GATEWAY_CALLBACK_READ_BACK=ture", "must be true or false",
                "GATEWAY_EVENTS_TOPIC=no topic", "must be 1 to 249 letters",
                "GATEWAY_RETENTION_BATCH=0", "must be greater than or equal to 1",
                "GATEWAY_CALLERS__ADS__WEIGHT=0", "must be greater than or equal to 0.001",
                "GATEWAY_CALLBACK_SIGNATURE_KY=9f86d081884c7d65", "the nearest is GATEWAY_CALLBACK_SIGNATURE_KEY");

        Map<String, String> outputs = outputsOfFailedStarts(said.keySet(), (fault, environment) -> {
            String[] variable = fault.split("=");
            environment.put(variable[0], variable[1]);
        });

        assertAll(said.entrySet().stream().map(fault -> () -> {
            String output = outputs.get(fault.getKey());
            assertTrue(output.contains("generation-gateway does not start: its configuration has 1 fault"), output);
            assertTrue(output.contains(fault.getValue()), output);
        }));
    }

    /** Two of what is read first, and one each of what is read after it. */
    @Test
    void missingValuesAreNamed() {
        Map<String, List<String>> named = Map.of(
                "GATEWAY_CALLBACK_SECRETS GATEWAY_PROVIDER_KIE_API_KEY",
                List.of("gateway.callback.secrets", "gateway.provider.kie.api-key"),
                "GATEWAY_PUBLIC_URL",
                List.of("gateway.public-url"),
                "GATEWAY_CALLERS__ADS__KEY_SHA256",
                List.of("gateway.callers"));

        Map<String, String> outputs =
                outputsOfFailedStarts(named.keySet(), (missing, environment) -> List.of(missing.split(" "))
                        .forEach(environment::remove));

        assertAll(named.entrySet().stream().flatMap(missing -> missing.getValue().stream()
                .map(property -> () ->
                        assertTrue(outputs.get(missing.getKey()).contains(property), outputs.get(missing.getKey())))));
    }

    private static Map<String, String> outputsOfFailedStarts(
            Collection<String> cases, BiConsumer<String, Map<String, String>> spoil) {
        Map<String, PackagedGateway> started = new HashMap<>();
        for (String spoilt : cases) {
            Map<String, String> environment = environment();
            spoil.accept(spoilt, environment);
            started.put(spoilt, PackagedGateway.start(environment));
        }
        return started.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, gateway -> outputOfAFailedStart(gateway.getValue())));
    }

    private static String outputOfAFailedStart(PackagedGateway started) {
        try (PackagedGateway gateway = started) {
            assertNotEquals(0, gateway.awaitExit());
            assertFalse(gateway.output().contains(Backends.CALLBACK_SECRET), "no secret in the log");
            return lastWords(gateway);
        }
    }

    /** The one line, JSON like all others, that says why it does not start. */
    private static String lastWords(PackagedGateway gateway) {
        List<String> messages = gateway.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(Json::read)
                .filter(line ->
                        "dev.gengate.startup".equals(line.path("loggerName").asText()))
                .map(line -> line.path("message").asText())
                .toList();
        assertEquals(1, messages.size(), gateway.output());
        return messages.get(0);
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
            assertTrue(gateway.output().contains("stopped before it had started"), gateway.output());
        }
    }

    @Test
    void databaseThatIsNotThereStopsTheStartAndIsNamed() throws Exception {
        Map<String, String> environment = environment();
        environment.put("GATEWAY_DB_PORT", "1");
        environment.put("GATEWAY_MIGRATION_CONNECT_RETRIES", "0");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            String reason = lastWords(gateway);
            assertTrue(reason.contains("generation-gateway does not start"), reason);
            assertTrue(reason.contains("Connection to localhost:1 refused"), reason);
        }
    }

    private static Map<String, String> environment() {
        Backends.provider().reset();
        return PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
    }
}
