package dev.gengate;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.Backends;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.LocalPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar with plain environment variables and nothing else, as a container runs it. */
class PackagedEnvironmentIT {
    private static final Pattern STARTED = Pattern.compile("started in ([0-9.]+)s");

    @Test
    void runsOnPlainEnvironmentAgainstAnEmptyDatabaseAndABrokerWithoutTheTopic() throws Exception {
        String topic = "completed-" + UUID.randomUUID();
        Map<String, String> environment = environment();
        environment.put("GATEWAY_EVENTS_TOPIC", topic);
        String api = "http://localhost:" + environment.get("QUARKUS_HTTP_PORT");
        String health = "http://localhost:" + environment.get("QUARKUS_MANAGEMENT_PORT") + "/q/health/ready";
        Path log = Files.createTempFile("gateway", ".log");
        Process gateway = start(environment, log);
        try (CompletedEvents events = CompletedEvents.open(Backends.kafka(), topic)) {
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> given().get(health).statusCode() == 200);

            String id = given().header("Authorization", "Bearer " + Backends.ADS_KEY)
                    .contentType("application/json")
                    .body("{\"input\":{\"prompt\":\"from the environment\"}}")
                    .post(api + "/v1/generations")
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("submitted"))
                    .extract()
                    .path("id");

            assertEquals("succeeded", events.awaitEventOf(id).outcome());
        } finally {
            gateway.destroy();
            assertTrue(gateway.waitFor(40, TimeUnit.SECONDS), "SIGTERM ends it");
        }
        String output = Files.readString(log);
        Matcher started = STARTED.matcher(output);
        assertTrue(started.find(), output);
        System.out.println("packaged gateway started in " + started.group(1) + " s");
        assertFalse(output.contains("from the environment"), "no prompt in the log");
        assertFalse(output.contains(Backends.PROVIDER_KEY), "no key in the log");
        assertFalse(output.contains(Backends.CALLBACK_SECRET), "no secret in the log");
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
        Path log = Files.createTempFile("gateway", ".log");

        Process gateway = start(environment, log);

        assertTrue(gateway.waitFor(60, TimeUnit.SECONDS), "it stops");
        assertNotEquals(0, gateway.exitValue());
        String output = Files.readString(log);
        assertTrue(output.contains(named), output);
        assertFalse(output.contains(Backends.CALLBACK_SECRET), "no secret in the log");
    }

    private static Process start(Map<String, String> environment, Path log) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", "target/quarkus-app/quarkus-run.jar")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Map<String, String> environment() throws Exception {
        String database = "env_" + UUID.randomUUID().toString().replace("-", "");
        LocalPostgres.shared().createDatabase(database);
        Map<String, String> environment = new HashMap<>();
        environment.put("GATEWAY_DB_HOST", LocalPostgres.HOST);
        environment.put("GATEWAY_DB_PORT", String.valueOf(LocalPostgres.shared().port()));
        environment.put("GATEWAY_DB_NAME", database);
        environment.put("GATEWAY_DB_USER", LocalPostgres.USER);
        environment.put("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", Backends.kafka());
        int port = freePort();
        environment.put("GATEWAY_PUBLIC_URL", "http://localhost:" + port);
        environment.put("GATEWAY_CALLBACK_SECRETS", Backends.CALLBACK_SECRET);
        environment.put("GATEWAY_PROVIDER_KIE_URL", Backends.simulator().toString());
        environment.put("GATEWAY_PROVIDER_KIE_API_KEY", Backends.PROVIDER_KEY);
        environment.put("GATEWAY_CALLERS__ADS__KEY_SHA256", Backends.sha256(Backends.ADS_KEY));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(freePort()));
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
        return environment;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
