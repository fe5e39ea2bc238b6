package dev.gengate.proof.local;

import dev.gengate.proof.gateway.GatewayEnvironment;
import dev.gengate.proof.simulator.SimulatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The environment variables with which the local run starts the gateway. */
public final class LocalEnvironment {
    public static final String CALLER_KEY = "local-ads-key";
    public static final String OPERATOR_KEY = "local-ops-key";
    public static final String SIMULATED_KEY = "local-simulator-key";
    static final String DATABASE = "gateway";
    /** Where the results are kept. */
    static final Path RESULTS = Path.of("target", "local-results");

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

    static SimulatorSettings simulatorSettings(LocalPorts ports) {
        return SimulatorSettings.forTests()
                .with("resultBase", "http://localhost:" + ports.simulator())
                .with("apiKey", SIMULATED_KEY)
                .with("credits", 1000)
                .with("createTaskLatency", 1000)
                .with("completion", 5000);
    }

    /** What is added to the user's own environment. */
    static Map<String, String> forGateway(Map<String, String> given, LocalPorts ports) {
        GatewayEnvironment environment = new GatewayEnvironment(
                        ports.postgres(), DATABASE, "localhost:" + ports.kafka())
                .caller("ads", CALLER_KEY)
                .caller("ops", OPERATOR_KEY, "submit", "read", "operator", "content")
                .ports(ports.http(), ports.management());
        if (simulated(given)) {
            environment
                    .provider(URI.create("http://localhost:" + ports.simulator()), SIMULATED_KEY)
                    .with(PUBLIC_URL, "http://localhost:" + ports.http());
        }
        Map<String, String> added = environment.variables();
        unlessGiven(given, added, "GATEWAY_CALLBACK_SECRETS", randomSecret());
        unlessGiven(given, added, "GATEWAY_CONSOLE_ENABLED", "true");
        unlessGiven(given, added, "GATEWAY_CONSOLE_RESULT_SOURCES", "https:,http://localhost:*,http://127.0.0.1:*");
        // a person reads the log, and nobody waits for a load balancer to notice the end
        unlessGiven(given, added, "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        unlessGiven(given, added, "QUARKUS_SHUTDOWN_DELAY", "0S");
        unlessGiven(given, added, "GATEWAY_CUSTODY_STORE", "directory");
        unlessGiven(
                given,
                added,
                "GATEWAY_CUSTODY_DIRECTORY",
                RESULTS.toAbsolutePath().toString());
        return added;
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
