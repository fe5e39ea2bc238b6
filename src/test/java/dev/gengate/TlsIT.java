package dev.gengate;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.ThrowAwayAuthority;
import dev.gengate.proof.servers.TlsServers;
import dev.gengate.proof.servers.TlsTerminator;
import io.restassured.response.ValidatableResponse;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL, Kafka and the provider over TLS alone, with certificates of an authority made for this test. */
@Tag("gate")
class TlsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static TlsServers servers;

    @TempDir
    private Path elsewhere;

    @BeforeAll
    static void start() throws Exception {
        servers = TlsServers.start(folder);
        Backends.provider().reset();
    }

    @AfterAll
    static void stop() {
        Closing.quietly(servers);
    }

    @Test
    void everyConnectionIsEncryptedAndKafkaByScram() throws Exception {
        Map<String, String> environment = servers.environment();
        servers.addScram(environment, servers.authority());

        assertOneEventOverTls(environment);
    }

    @Test
    void kafkaByCertificatesOfBothSides() throws Exception {
        Map<String, String> environment = servers.environment();
        servers.addMutual(environment);
        // no other start of a packaged gateway has it
        environment.put("GATEWAY_TUNING_CONTEXT_PROPAGATION", "true");

        assertOneEventOverTls(environment);
    }

    @Test
    void databaseOfAnotherAuthorityIsNotMigrated() {
        Map<String, String> environment = servers.environment();
        environment.put("GATEWAY_DB_CA_FILE", other().certificateFile().toString());
        environment.put("GATEWAY_MIGRATION_CONNECT_RETRIES", "0");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
        }
    }

    @Test
    void databaseOfAnotherAuthorityIsNotTalkedTo() throws Exception {
        Map<String, String> environment = servers.environment();
        environment.put("GATEWAY_DB_CA_FILE", other().certificateFile().toString());
        environment.put("GATEWAY_MIGRATION_AT_START", "false");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            await().atMost(PATIENCE).until(() -> gateway.output().contains("DatabaseUnavailable"));

            assertThrows(ConnectException.class, gateway::readiness, "it does not even open its ports");
            assertEquals(0, sessions(environment));
        }
    }

    @Test
    void providerOfAnotherAuthorityIsSentNothing() {
        Map<String, String> environment = servers.environment();
        servers.addScram(environment, servers.authority());
        try (TlsTerminator provider = servers.providerOf(other().signs("server"))) {
            environment.put("GATEWAY_PROVIDER_KIE_URL", provider.url().toString());
            try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
                String id = submit(gateway)
                        .statusCode(202)
                        .body("state", equalTo("queued"))
                        .extract()
                        .path("id");

                assertFalse(
                        Backends.provider().requests().stream().anyMatch(request -> id.equals(request.generationId())));
            }
        }
    }

    @Test
    void brokerOfAnotherAuthorityGetsNoEvent() throws Exception {
        Map<String, String> environment = servers.environment();
        servers.addScram(environment, other());
        try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
            gateway.succeeded("not for this broker");

            await().atMost(PATIENCE).until(() -> gateway.metrics().sum("gateway_events_failed_total") >= 1);

            assertEquals(1, servers.number(environment.get("GATEWAY_DB_NAME"), "select count(*) from outbox"));
            assertEquals(0, gateway.metrics().sum("gateway_events_published_total"));
        }
    }

    private ThrowAwayAuthority other() {
        return new ThrowAwayAuthority(elsewhere);
    }

    private static ValidatableResponse submit(PackagedGateway gateway) {
        return gateway.ads()
                .body(GatewayCalls.prompt("over TLS"))
                .post("/v1/generations")
                .then();
    }

    private static void assertOneEventOverTls(Map<String, String> environment) throws SQLException {
        try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady();
                CompletedEvents events =
                        CompletedEvents.open(servers.kafka(), environment.get("GATEWAY_EVENTS_TOPIC"))) {
            String id = submit(gateway)
                    .statusCode(202)
                    .body("state", equalTo("submitted"))
                    .extract()
                    .path("id");

            assertEquals("succeeded", events.awaitEventOf(id).outcome());
            assertEquals(
                    0,
                    servers.number(
                            "postgres",
                            "select count(*) filter (where not ssl) from pg_stat_ssl join pg_stat_activity using (pid)"
                                    + " where datname = '" + environment.get("GATEWAY_DB_NAME") + "'"));
            assertTrue(sessions(environment) > 0);
        }
    }

    private static long sessions(Map<String, String> environment) throws SQLException {
        return servers.number(
                "postgres",
                "select count(*) from pg_stat_activity where datname = '" + environment.get("GATEWAY_DB_NAME") + "'");
    }
}
