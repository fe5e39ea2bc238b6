package dev.gengate.proof.cluster;

import dev.gengate.proof.gateway.GatewayEnvironment;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.LocalS3;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the replicas are configured: production's defaults but for addresses and for shorter times. */
public final class ReplicaEnvironment {
    public static final String DATABASE = "gateway";
    public static final String CALLER_KEY = "chaos-caller-key";
    private static final String SHOP_KEY = "chaos-shop-key";
    /** The keys of two callers that behave. */
    public static final List<String> CALLER_KEYS = List.of(CALLER_KEY, SHOP_KEY);
    /** The key of a caller that does not behave. */
    public static final String BAD_CALLER_KEY = "chaos-bad-caller-key";

    /** How long an event waits for its results. */
    public static final Duration CUSTODY_WAIT = Duration.ofSeconds(4);

    static final String OPERATOR_KEY = "chaos-operator-key";
    private static final String CALLBACK_SECRET = "chaos-0123456789abcdef-0123456789";

    /** What the keys of accounts with names begin with. */
    private static final String ACCOUNT_KEY = "chaos-key-of-account-";

    /** All that a replica is given. */
    public static final List<String> SECRETS = List.of(
            CALLER_KEY,
            SHOP_KEY,
            BAD_CALLER_KEY,
            OPERATOR_KEY,
            CALLBACK_SECRET,
            LocalPostgres.PASSWORD,
            LocalS3.SECRET,
            Cluster.PROVIDER.apiKey(),
            ACCOUNT_KEY);

    private ReplicaEnvironment() {}

    static Map<String, String> of(LocalPostgres database, Broker broker, URI provider, String apiKey, URI publicUrl) {
        GatewayEnvironment environment = new GatewayEnvironment(database.port(), DATABASE, broker.bootstrapServers())
                .provider(provider, apiKey)
                .calledBack(publicUrl, CALLBACK_SECRET)
                .caller("ads", CALLER_KEY)
                .caller("shop", SHOP_KEY)
                .caller("bad", BAD_CALLER_KEY)
                .caller("ops", OPERATOR_KEY, "read", "operator");
        return shorterTimes(environment).variables();
    }

    static String keyOf(int account) {
        return ACCOUNT_KEY + account;
    }

    /** The same with so many accounts in place of the only one. */
    static Map<String, String> withAccounts(Map<String, String> environment, int accounts) {
        Map<String, String> named = new LinkedHashMap<>(environment);
        named.remove("GATEWAY_PROVIDER_KIE_API_KEY");
        for (int number = 1; number <= accounts; number++) {
            named.put("GATEWAY_PROVIDER_KIE_ACCOUNTS__A" + number + "__API_KEY", keyOf(number));
        }
        return named;
    }

    /** A lease of a submission is both time-outs and 15 s; everything that settles by itself has to in a run's time. */
    private static GatewayEnvironment shorterTimes(GatewayEnvironment environment) {
        return environment
                .with("GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT", "1S")
                .with("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "2S")
                .with("GATEWAY_RECONCILE_AFTER", "2S")
                .with("GATEWAY_DEADLINE_CONFIRMATION", "7S") // three times as long for slow models
                .with("GATEWAY_DEADLINE_RESULT", "75S")
                .with("GATEWAY_CUSTODY_WAIT", CUSTODY_WAIT)
                .with("GATEWAY_CUSTODY_TIMEOUT", "6S")
                .with("GATEWAY_PACE_LIMIT", 1_000)
                .with("GATEWAY_PACE_PERIOD", "PT1S")
                .with("GATEWAY_PACE_MAX_RUNNING", 0)
                .with("GATEWAY_MODELS_ENABLED", "*," + String.join(",", ModelMix.ALL_KINDS))
                .with("GATEWAY_MODELS_DRIFT_EVERY", "PT5M")
                .with("QUARKUS_LOG_CONSOLE_JSON_ENABLED", false)
                .endsAtOnce();
    }
}
