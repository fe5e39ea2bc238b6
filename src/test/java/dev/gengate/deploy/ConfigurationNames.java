package dev.gengate.deploy;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties that a deployment may set, and the environment variables they are set by. */
final class ConfigurationNames {
    /** The contract of the design; {@code gateway.callers."name".*} is apart, because its keys are the callers. */
    static final Set<String> GATEWAY = Set.of(
            "gateway.public-url",
            "gateway.callback.secrets",
            "gateway.callback.signature-key",
            "gateway.callback.signature-tolerance",
            "gateway.callback.read-back",
            "gateway.provider.kie.url",
            "gateway.provider.kie.api-key",
            "gateway.provider.kie.connect-timeout",
            "gateway.provider.kie.read-timeout",
            "gateway.pace.limit",
            "gateway.pace.period",
            "gateway.pace.max-running",
            "gateway.submission.wait",
            "gateway.submission.max-queued",
            "gateway.reconcile.after",
            "gateway.reconcile.every",
            "gateway.deadline.result",
            "gateway.deadline.confirmation",
            "gateway.events.topic",
            "gateway.db.host",
            "gateway.db.port",
            "gateway.db.name",
            "gateway.db.user",
            "gateway.db.password");

    static final Set<String> QUARKUS = Set.of(
            "quarkus.http.port", "quarkus.management.port", "quarkus.shutdown.delay", "quarkus.shutdown.timeout");

    /** What has no usable default: without one of these the gateway does not start or cannot work. */
    static final Set<String> REQUIRED = Set.of(
            "GATEWAY_DB_HOST",
            "GATEWAY_DB_PORT",
            "GATEWAY_DB_NAME",
            "GATEWAY_DB_USER",
            "GATEWAY_DB_PASSWORD",
            "KAFKA_BOOTSTRAP_SERVERS",
            "GATEWAY_PUBLIC_URL",
            "GATEWAY_CALLBACK_SECRETS",
            "GATEWAY_PROVIDER_KIE_URL",
            "GATEWAY_PROVIDER_KIE_API_KEY",
            "GATEWAY_CALLERS__ADS__KEY_SHA256");

    private static final Pattern CALLER = Pattern.compile("GATEWAY_CALLERS__[A-Z0-9_]+__(KEY_SHA256|ROLES)");

    /** Quarkus hands every {@code kafka.*} property to the client, so the client's own names count. */
    private static final Set<String> VARIABLES = Stream.of(
                    GATEWAY.stream(),
                    QUARKUS.stream(),
                    ProducerConfig.configNames().stream().map(name -> "kafka." + name))
            .flatMap(names -> names)
            .map(ConfigurationNames::variable)
            .collect(Collectors.toUnmodifiableSet());

    private ConfigurationNames() {}

    static boolean isKnownVariable(String variable) {
        return VARIABLES.contains(variable) || CALLER.matcher(variable).matches();
    }

    /** The environment form of a property by the rule of MicroProfile Config. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
