package dev.gengate.proof.gateway;

import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The environment variables of a packaged gateway: what every one of them needs has a method here. */
public final class GatewayEnvironment {
    private final Map<String, String> variables = new LinkedHashMap<>();

    /** The environment of a gateway with that database on that port of this machine, and that broker. */
    public GatewayEnvironment(int databasePort, String database, String kafka) {
        // as in k8s/base/config.env
        with("QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE", 1);
        with("GATEWAY_DB_HOST", LocalPostgres.HOST);
        with("GATEWAY_DB_PORT", databasePort);
        with("GATEWAY_DB_NAME", database);
        with("GATEWAY_DB_USER", LocalPostgres.USER);
        with("GATEWAY_DB_PASSWORD", LocalPostgres.PASSWORD);
        with("KAFKA_BOOTSTRAP_SERVERS", kafka);
    }

    /** The provider, and the gateway's key there. */
    public GatewayEnvironment provider(URI url, String apiKey) {
        return with("GATEWAY_PROVIDER_KIE_URL", url)
                .with("GATEWAY_PROVIDER_KIE_UPLOAD_URL", url)
                .with("GATEWAY_PROVIDER_KIE_API_KEY", apiKey);
    }

    /** Where the provider calls it back, and the secret that signs the way there. */
    public GatewayEnvironment calledBack(URI publicUrl, String secret) {
        return with("GATEWAY_PUBLIC_URL", publicUrl).with("GATEWAY_CALLBACK_SECRETS", secret);
    }

    /** What it listens on. */
    public GatewayEnvironment ports(int http, int management) {
        return with("QUARKUS_HTTP_PORT", http).with("QUARKUS_MANAGEMENT_PORT", management);
    }

    /** One who may submit and read. */
    public GatewayEnvironment caller(String name, String key) {
        return callers(name, "KEY_SHA256", Backends.sha256(key));
    }

    /** One with these roles. */
    public GatewayEnvironment caller(String name, String key, String... roles) {
        return caller(name, key).callers(name, "ROLES", String.join(",", roles));
    }

    /** What else is known of a caller. */
    public GatewayEnvironment callers(String name, String property, Object value) {
        return with("GATEWAY_CALLERS__" + name.toUpperCase(Locale.ROOT) + "__" + property, value);
    }

    /** Nobody waits for a load balancer to notice its end. */
    public GatewayEnvironment endsAtOnce() {
        return with("QUARKUS_SHUTDOWN_DELAY", "0S");
    }

    /** Any other variable. */
    public GatewayEnvironment with(String name, Object value) {
        variables.put(name, value.toString());
        return this;
    }

    /** As a process takes them; may be changed. */
    public Map<String, String> variables() {
        return new LinkedHashMap<>(variables);
    }
}
