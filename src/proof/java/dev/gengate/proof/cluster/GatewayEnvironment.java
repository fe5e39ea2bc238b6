package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the replicas are configured: production's defaults but for addresses and for shorter times. */
public final class GatewayEnvironment {
    public static final String DATABASE = "gateway";
    public static final String CALLER_KEY = "chaos-caller-key";
    /** Of a caller that does not behave. */
    public static final String BAD_CALLER_KEY = "chaos-bad-caller-key";

    static final String OPERATOR_KEY = "chaos-operator-key";
    private static final String CALLBACK_SECRET = "chaos-0123456789abcdef-0123456789";

    /** All that a replica is given. */
    public static final List<String> SECRETS = List.of(
            CALLER_KEY,
            BAD_CALLER_KEY,
            OPERATOR_KEY,
            CALLBACK_SECRET,
            LocalPostgres.PASSWORD,
            Cluster.PROVIDER.apiKey());

    private GatewayEnvironment() {}

    static Map<String, String> of(LocalPostgres database, Broker broker, URI provider, String apiKey, URI publicUrl) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GATEWAY_DB_HOST", LocalPostgres.HOST);
        environment.put("GATEWAY_DB_PORT", Integer.toString(database.port()));
        environment.put("GATEWAY_DB_NAME", DATABASE);
        environment.put("GATEWAY_DB_USER", LocalPostgres.USER);
        environment.put("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("GATEWAY_PROVIDER_KIE_URL", provider.toString());
        environment.put("GATEWAY_PROVIDER_KIE_API_KEY", apiKey);
        environment.put("GATEWAY_PUBLIC_URL", publicUrl.toString());
        environment.put("GATEWAY_CALLBACK_SECRETS", CALLBACK_SECRET);
        environment.put("GATEWAY_CALLERS__ADS__KEY_SHA256", Backends.sha256(CALLER_KEY));
        environment.put("GATEWAY_CALLERS__BAD__KEY_SHA256", Backends.sha256(BAD_CALLER_KEY));
        environment.put("GATEWAY_CALLERS__OPS__KEY_SHA256", Backends.sha256(OPERATOR_KEY));
        environment.put("GATEWAY_CALLERS__OPS__ROLES", "read,operator");
        shorterTimes(environment);
        return environment;
    }

    /** A lease of a submission is both time-outs and 15 s; everything that settles by itself has to in a run's time. */
    private static void shorterTimes(Map<String, String> environment) {
        environment.put("GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT", "1S");
        environment.put("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "2S");
        environment.put("GATEWAY_RECONCILE_AFTER", "2S");
        environment.put("GATEWAY_DEADLINE_CONFIRMATION", "20S");
        environment.put("GATEWAY_DEADLINE_RESULT", "75S");
        environment.put("GATEWAY_PACE_LIMIT", "1000");
        environment.put("GATEWAY_PACE_PERIOD", "PT1S");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        environment.put("QUARKUS_SHUTDOWN_DELAY", "0S");
    }
}
