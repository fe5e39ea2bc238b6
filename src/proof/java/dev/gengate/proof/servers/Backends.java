package dev.gengate.proof.servers;

import dev.gengate.proof.simulator.client.KieSimulatorClient;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL, Kafka and the provider simulator for {@code @QuarkusTest} and {@code @QuarkusIntegrationTest}, started
 * once per JVM: {@code @QuarkusTestResource(Backends.class)}. The gateway is told where they are and who may call it.
 */
public final class Backends implements QuarkusTestResourceLifecycleManager {
    /** Bearer key of the caller {@code ads}. */
    public static final String ADS_KEY = "test-key-of-ads";
    /** Bearer key of the caller {@code shop}. */
    public static final String SHOP_KEY = "test-key-of-shop";
    /** Bearer key of {@code ops}, who has the role operator alone. */
    public static final String OPS_KEY = "test-key-of-ops";
    /** The gateway's key at the simulated provider. */
    public static final String PROVIDER_KEY = "test-key-of-the-provider";
    /** The first of {@code gateway.callback.secrets}. */
    public static final String CALLBACK_SECRET = "callback-secret-of-the-tests-0123456789";

    public static final String TOPIC = "generation.completed";
    /** The topic of results that are stored late. */
    public static final String STORED_TOPIC = "generation.stored";

    /** A test's profile of that name has accounts with names, and keys of their own. */
    private static final String NAMED = "NamedAccounts";

    private boolean named;

    @Override
    public void setContext(Context context) {
        named = context.testProfile() != null && context.testProfile().endsWith(NAMED);
    }

    @Override
    public Map<String, String> start() {
        startOnce();
        Map<String, String> config = new LinkedHashMap<>();
        database(config);
        config.put("kafka.bootstrap.servers", kafka());
        config.put("gateway.provider.kie.url", simulator().toString());
        config.put("gateway.provider.kie.upload-url", simulator().toString());
        if (!named) {
            config.put("gateway.provider.kie.api-key", PROVIDER_KEY);
        }
        config.put("gateway.public-url", gateway().toString());
        config.put("gateway.callback.secrets", CALLBACK_SECRET);
        // tests forge from one address
        config.put("gateway.callback.failures-per-minute", "0");
        callers(config);
        ports(config);
        // a packaged gateway would announce its end for a while first
        config.put("quarkus.shutdown.delay", "0S");
        config.put("gateway.pace.limit", "100000");
        config.put("gateway.pace.max-running", "0");
        config.put("gateway.reconcile.after", "PT3S");
        config.put("gateway.credits.every", "PT1S");
        config.put("quarkus.log.category.\"kafka\".level", "WARN");
        config.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
        config.put("quarkus.log.category.\"state.change.logger\".level", "WARN");
        return config;
    }

    private static void database(Map<String, String> config) {
        config.put("gateway.db.host", LocalPostgres.HOST);
        config.put("gateway.db.port", System.getProperty(SharedBackends.POSTGRES_PORT));
        config.put("gateway.db.name", System.getProperty(SharedBackends.DATABASE));
        config.put("gateway.db.user", LocalPostgres.USER);
        config.put("gateway.db.password", LocalPostgres.PASSWORD);
    }

    private static void callers(Map<String, String> config) {
        config.put("gateway.callers.\"ads\".key-sha256", sha256(ADS_KEY));
        config.put("gateway.callers.\"shop\".key-sha256", sha256(SHOP_KEY));
        config.put("gateway.callers.\"ops\".key-sha256", sha256(OPS_KEY));
        config.put("gateway.callers.\"ops\".roles", "operator");
    }

    private static void ports(Map<String, String> config) {
        String http = System.getProperty(SharedBackends.HTTP_PORT);
        String management = System.getProperty(SharedBackends.MANAGEMENT_PORT);
        config.put("quarkus.http.port", http);
        config.put("quarkus.http.test-port", http);
        config.put("quarkus.management.port", management);
        config.put("quarkus.management.test-port", management);
    }

    /** Nothing to do: the servers end with the JVM. */
    @Override
    public void stop() {}

    /** A client of the shared simulator. */
    public static KieSimulatorClient provider() {
        return new KieSimulatorClient(simulator());
    }

    /** The shared simulator's address. */
    public static URI simulator() {
        return URI.create(property(SharedBackends.SIMULATOR));
    }

    /** Bootstrap servers of the shared broker. */
    public static String kafka() {
        return property(SharedBackends.KAFKA);
    }

    /** JDBC URL of the gateway's database; user and password are {@link LocalPostgres#USER} and its password. */
    public static String jdbcUrl() {
        return "jdbc:postgresql://" + LocalPostgres.HOST + ":" + property(SharedBackends.POSTGRES_PORT) + "/"
                + property(SharedBackends.DATABASE);
    }

    /** The gateway under test. */
    public static URI gateway() {
        return URI.create("http://localhost:" + property(SharedBackends.HTTP_PORT));
    }

    /** The management interface of the gateway under test. */
    public static URI management() {
        return URI.create("http://localhost:" + property(SharedBackends.MANAGEMENT_PORT));
    }

    /** The hex SHA-256 by which a caller's key is configured. */
    public static String sha256(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String property(String name) {
        startOnce();
        return System.getProperty(name);
    }

    private static void startOnce() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader system = ClassLoader.getSystemClassLoader();
        thread.setContextClassLoader(system);
        try {
            Class<?> servers = Class.forName(SharedBackends.class.getName(), true, system);
            ((Runnable) servers.getDeclaredConstructor().newInstance()).run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
