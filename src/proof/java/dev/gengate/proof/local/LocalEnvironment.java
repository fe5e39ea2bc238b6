package dev.gengate.proof.local;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables with which the local run starts the gateway. */
public final class LocalEnvironment {
    public static final String CALLER_KEY = "local-ads-key";
    public static final String OPERATOR_KEY = "local-ops-key";
    public static final String SIMULATED_KEY = "local-simulator-key";
    static final String DATABASE = "gateway";
    private static final String API_KEY = "GATEWAY_PROVIDER_KIE_API_KEY";
    private static final String PUBLIC_URL = "GATEWAY_PUBLIC_URL";
    private static final int SECRET_BYTES = 32;

    private LocalEnvironment() {}

    /** The real provider is used when its key and a URL that it can call back are both given. */
    static boolean simulated(Map<String, String> given) {
        return blank(given, API_KEY) || blank(given, PUBLIC_URL);
    }

    /** True when only one of the two is given, which is most likely a mistake. */
    static boolean halfReal(Map<String, String> given) {
        return blank(given, API_KEY) != blank(given, PUBLIC_URL);
    }

    private static boolean blank(Map<String, String> given, String name) {
        return given.getOrDefault(name, "").isBlank();
    }

    static SimulatorSettings simulatorSettings() {
        return SimulatorSettings.forTests()
                .with("apiKey", SIMULATED_KEY)
                .with("credits", 1000)
                .with("createTaskLatency", 1000)
                .with("completion", 5000);
    }

    /** What is added to the user's own environment. */
    static Map<String, String> forGateway(Map<String, String> given, LocalPorts ports) {
        Map<String, String> added = new LinkedHashMap<>();
        servers(added, ports);
        callers(added);
        if (simulated(given)) {
            simulator(added, ports);
        }
        added.put("QUARKUS_HTTP_PORT", Integer.toString(ports.http()));
        added.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management()));
        unlessGiven(given, added, "GATEWAY_CALLBACK_SECRETS", randomSecret());
        // a person reads the log, and nobody waits for a load balancer to notice the end
        unlessGiven(given, added, "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        unlessGiven(given, added, "QUARKUS_SHUTDOWN_DELAY", "0S");
        return added;
    }

    private static void servers(Map<String, String> added, LocalPorts ports) {
        added.put("GATEWAY_DB_HOST", LocalPostgres.HOST);
        added.put("GATEWAY_DB_PORT", Integer.toString(ports.postgres()));
        added.put("GATEWAY_DB_NAME", DATABASE);
        added.put("GATEWAY_DB_USER", LocalPostgres.USER);
        added.put("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        added.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.kafka());
    }

    private static void callers(Map<String, String> added) {
        added.put("GATEWAY_CALLERS__ADS__KEY_SHA256", Backends.sha256(CALLER_KEY));
        added.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(OPERATOR_KEY));
        added.put("GATEWAY_CALLERS__OPS__ROLES", "submit,read,operator");
    }

    private static void simulator(Map<String, String> added, LocalPorts ports) {
        added.put("GATEWAY_PROVIDER_KIE_URL", "http://localhost:" + ports.simulator());
        added.put(API_KEY, SIMULATED_KEY);
        added.put(PUBLIC_URL, "http://localhost:" + ports.http());
    }

    private static void unlessGiven(Map<String, String> given, Map<String, String> added, String name, String value) {
        if (blank(given, name)) {
            added.put(name, value);
        }
    }

    private static String randomSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
