package dev.gengate;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gengate.support.Backends;
import dev.gengate.support.Closing;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.GatewayCalls;
import dev.gengate.support.LocalKafka;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.PackagedGateway;
import dev.gengate.support.Ports;
import dev.gengate.support.ThrowAwayAuthority;
import dev.gengate.support.TlsTerminator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL, Kafka and the provider over TLS alone, with certificates of an authority made for this test. */
@Tag("tls")
class TlsIT {
    static final String DATABASE_PASSWORD = "tls-password-of-the-database";
    static final String KAFKA_PASSWORD = "scram-password-of-the-gateway";
    private static final int SCRAM_PORT = Ports.free();
    private static final int MUTUAL_PORT = Ports.free();

    @TempDir
    private static Path folder;

    private static ThrowAwayAuthority authority;
    private static LocalPostgres postgres;
    private static LocalKafka kafka;
    private static TlsTerminator provider;

    @BeforeAll
    static void start() throws Exception {
        authority = new ThrowAwayAuthority(folder).signs("server").signs("gateway");
        postgres = LocalPostgres.start(
                0,
                Map.of(
                        "fsync",
                        "off",
                        "ssl",
                        "on",
                        "ssl_cert_file",
                        authority.file("server.crt").toString(),
                        "ssl_key_file",
                        authority.file("server.key").toString()));
        kafka = LocalKafka.start(listeners(), brokerSettings());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("gateway", scram, KAFKA_PASSWORD)))
                    .all()
                    .get();
        }
        provider = new TlsTerminator(
                authority.file("server-keystore.p12"), ThrowAwayAuthority.PASSWORD, Backends.simulator());
        Backends.provider().reset();
    }

    private static Map<String, String> listeners() {
        return Map.of("SCRAM", "SASL_SSL://localhost:" + SCRAM_PORT, "MUTUAL", "SSL://localhost:" + MUTUAL_PORT);
    }

    private static Map<String, String> brokerSettings() {
        return Map.of(
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", authority.file("server.pem").toString(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", authority.certificateFile().toString(),
                "listener.name.mutual.ssl.client.auth", "required",
                "listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512",
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    @AfterAll
    static void stop() {
        Stream.of(provider, kafka, postgres).filter(Objects::nonNull).forEach(Closing::quietly);
    }

    @Test
    void everyConnectionIsEncryptedAndKafkaByScram() throws Exception {
        Map<String, String> environment = environment();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + SCRAM_PORT);
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
        environment.put(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"gateway\" password=\""
                        + KAFKA_PASSWORD + "\";");
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", authority.certificateText());

        assertOneEventOverTls(environment);
    }

    @Test
    void kafkaByCertificatesOfBothSides() throws Exception {
        Map<String, String> environment = environment();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + MUTUAL_PORT);
        environment.put("KAFKA_SECURITY_PROTOCOL", "SSL");
        environment.put("KAFKA_SSL_KEYSTORE_TYPE", "PEM");
        environment.put(
                "KAFKA_SSL_KEYSTORE_LOCATION", authority.file("gateway.pem").toString());
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put(
                "KAFKA_SSL_TRUSTSTORE_LOCATION", authority.certificateFile().toString());

        assertOneEventOverTls(environment);
    }

    @Test
    void databaseOfAnotherAuthorityIsNotTalkedTo(@TempDir Path elsewhere) {
        Map<String, String> environment = environment();
        environment.put(
                "GATEWAY_DB_CA_FILE",
                new ThrowAwayAuthority(elsewhere).certificateFile().toString());
        environment.put("QUARKUS_FLYWAY_CONNECT_RETRIES", "0");

        try (PackagedGateway gateway = PackagedGateway.start(environment)) {
            assertNotEquals(0, gateway.awaitExit());
            assertFalse(gateway.output().contains(environment.get("GATEWAY_DB_PASSWORD")), "no password in the log");
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = PackagedGateway.environment(postgres, kafka.bootstrapServers());
        environment.put("GATEWAY_DB_PASSWORD", DATABASE_PASSWORD);
        environment.put("GATEWAY_DB_TLS", "verify-full");
        environment.put("GATEWAY_DB_CA_FILE", authority.certificateFile().toString());
        environment.put("GATEWAY_PROVIDER_KIE_URL", provider.url().toString());
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore=" + authority.trustStore() + " -Djavax.net.ssl.trustStorePassword="
                        + ThrowAwayAuthority.PASSWORD);
        return environment;
    }

    private static void assertOneEventOverTls(Map<String, String> environment) throws SQLException {
        String topic = "completed-" + environment.get("GATEWAY_DB_NAME");
        environment.put("GATEWAY_EVENTS_TOPIC", topic);
        try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady();
                CompletedEvents events = CompletedEvents.open(kafka.bootstrapServers(), topic)) {
            String id = gateway.ads()
                    .body(GatewayCalls.prompt("over TLS"))
                    .post("/v1/generations")
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("submitted"))
                    .extract()
                    .path("id");

            assertEquals("succeeded", events.awaitEventOf(id).outcome());
            assertEquals(0, unencrypted(environment.get("GATEWAY_DB_NAME")));
            assertFalse(gateway.output().contains(KAFKA_PASSWORD), "no password in the log");
        }
    }

    private static long unencrypted(String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl("postgres"), "postgres", "");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select count(*) filter (where not ssl) from pg_stat_ssl join pg_stat_activity"
                                + " using (pid) where datname = '" + database + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
