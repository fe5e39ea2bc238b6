package dev.gengate.proof.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** PostgreSQL, Kafka and the provider over TLS, with certificates of one authority, and a gateway's way to them. */
public final class TlsServers implements AutoCloseable {
    public static final String DATABASE_PASSWORD = "tls-password-of-the-database";
    public static final String KAFKA_PASSWORD = "scram-password-of-the-gateway";

    private final int scramPort = Ports.free();
    private final int mutualPort = Ports.free();
    private final Path folder;
    private final ThrowAwayAuthority authority;
    private LocalPostgres postgres;
    private LocalKafka kafka;
    private TlsTerminator provider;

    private TlsServers(Path folder) {
        this.folder = folder;
        this.authority = new ThrowAwayAuthority(folder).signs("server").signs("gateway");
    }

    /** Starts them; the folder keeps keys and certificates. */
    public static TlsServers start(Path folder) throws ExecutionException, InterruptedException {
        return start(folder, Map.of(), Map.of());
    }

    /**
     * The same as in production: the gateway reaches the database by TLS and its password alone, and may do at the broker
     * what {@link #grant} gives it.
     */
    public static TlsServers locked(Path folder) throws ExecutionException, InterruptedException, IOException {
        Path rules = Files.writeString(
                folder.resolve("pg_hba.conf"),
                "hostssl all " + LocalPostgres.USER + " all scram-sha-256\nhost all " + LocalPostgres.USER
                        + " all reject\nlocal all all trust\nhost all all all trust\n");
        return start(
                folder,
                Map.of("hba_file", rules.toString()),
                Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        // of the listeners without TLS, which are the broker's and the tests' own
                        "super.users", "User:ANONYMOUS"));
    }

    private static TlsServers start(Path folder, Map<String, String> ofDatabase, Map<String, String> ofBroker)
            throws ExecutionException, InterruptedException {
        TlsServers servers = new TlsServers(folder);
        Map<String, String> database = new HashMap<>(servers.databaseSettings());
        database.putAll(ofDatabase);
        Map<String, String> broker = new HashMap<>(servers.brokerSettings());
        broker.putAll(ofBroker);
        servers.postgres = LocalPostgres.start(0, database);
        servers.kafka = LocalKafka.start(servers.listeners(), broker);
        servers.addUser();
        servers.provider = servers.providerOf(servers.authority);
        return servers;
    }

    private Map<String, String> databaseSettings() {
        return Map.of(
                "fsync",
                "off",
                "ssl",
                "on",
                "ssl_cert_file",
                authority.file("server.crt").toString(),
                "ssl_key_file",
                authority.file("server.key").toString());
    }

    private Map<String, String> listeners() {
        return Map.of("SCRAM", "SASL_SSL://localhost:" + scramPort, "MUTUAL", "SSL://localhost:" + mutualPort);
    }

    private Map<String, String> brokerSettings() {
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

    private void addUser() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("gateway", scram, KAFKA_PASSWORD)))
                    .all()
                    .get();
        }
    }

    /** Gives the gateway's user what a KafkaUser of Strimzi lists. */
    public void grant(JsonNode acls) throws ExecutionException, InterruptedException {
        List<AclBinding> bindings = new ArrayList<>();
        for (JsonNode acl : acls) {
            ResourcePattern resource = new ResourcePattern(
                    ResourceType.fromString(acl.at("/resource/type").asText()),
                    acl.at("/resource/name").asText(),
                    PatternType.valueOf(acl.at("/resource/patternType").asText().toUpperCase(Locale.ROOT)));
            for (JsonNode operation : acl.path("operations")) {
                AclOperation granted = AclOperation.valueOf(operation
                        .asText()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toUpperCase(Locale.ROOT));
                bindings.add(new AclBinding(
                        resource, new AccessControlEntry("User:gateway", "*", granted, AclPermissionType.ALLOW)));
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createAcls(bindings).all().get();
        }
    }

    /** Makes a topic, as Strimzi does: the gateway's user may not. */
    public void createTopic(String name) {
        kafka.createTopic(name);
    }

    /** Whether the database keeps the gateway's user out without TLS. */
    public boolean refusesClearText(String database) {
        try (Connection connection = DriverManager.getConnection(
                postgres.jdbcUrl(database) + "?sslmode=disable", LocalPostgres.USER, LocalPostgres.PASSWORD)) {
            return connection == null;
        } catch (SQLException refused) {
            return true;
        }
    }

    /** The simulator behind a certificate that this authority has signed under the name {@code server}. */
    public TlsTerminator providerOf(ThrowAwayAuthority signer) {
        return new TlsTerminator(signer.file("server-keystore.p12"), ThrowAwayAuthority.PASSWORD, Backends.simulator());
    }

    /** The environment of a gateway that trusts the authority; of Kafka it knows nothing yet. */
    public Map<String, String> environment() {
        Map<String, String> environment = PackagedGateway.environment(postgres, kafka.bootstrapServers());
        environment.put("GATEWAY_DB_PASSWORD", DATABASE_PASSWORD);
        environment.put("GATEWAY_DB_TLS", "verify-full");
        environment.put("GATEWAY_DB_CA_FILE", authority.certificateFile().toString());
        environment.put("GATEWAY_PROVIDER_KIE_URL", provider.url().toString());
        environment.put("GATEWAY_EVENTS_TOPIC", "completed-" + environment.get("GATEWAY_DB_NAME"));
        // in a file: the JVM prints what is in the variable itself
        environment.put("JDK_JAVA_OPTIONS", "@" + trustOptions());
        return environment;
    }

    private Path trustOptions() {
        try {
            return Files.writeString(
                    folder.resolve("trust.options"),
                    "-Djavax.net.ssl.trustStore=" + authority.trustStore() + "\n-Djavax.net.ssl.trustStorePassword="
                            + ThrowAwayAuthority.PASSWORD + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kafka by password, by a gateway that trusts this authority. */
    public void addScram(Map<String, String> environment, ThrowAwayAuthority trusted) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + scramPort);
        environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
        environment.put(
                "KAFKA_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"gateway\" password=\""
                        + KAFKA_PASSWORD + "\";");
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put("KAFKA_SSL_TRUSTSTORE_CERTIFICATES", trusted.certificateText());
    }

    /** Kafka by certificates of both sides. */
    public void addMutual(Map<String, String> environment) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + mutualPort);
        environment.put("KAFKA_SECURITY_PROTOCOL", "SSL");
        environment.put("KAFKA_SSL_KEYSTORE_TYPE", "PEM");
        environment.put(
                "KAFKA_SSL_KEYSTORE_LOCATION", authority.file("gateway.pem").toString());
        environment.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM");
        environment.put(
                "KAFKA_SSL_TRUSTSTORE_LOCATION", authority.certificateFile().toString());
    }

    public ThrowAwayAuthority authority() {
        return authority;
    }

    /** The address of its listener without TLS, for the tests themselves. */
    public String kafka() {
        return kafka.bootstrapServers();
    }

    /** Asks the server, as its superuser, for one number. */
    public long number(String database, String question) {
        return Ledger.of(postgres, database).asSuperuser().number(question);
    }

    @Override
    public void close() {
        Stream.of(provider, kafka, postgres).filter(Objects::nonNull).forEach(Closing::quietly);
    }
}
