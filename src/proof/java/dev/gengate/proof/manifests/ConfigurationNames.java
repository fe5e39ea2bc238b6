package dev.gengate.proof.manifests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The properties that a deployment may set, read from the code, and the environment variables they are set by. */
public final class ConfigurationNames {
    private static final String A_CALLER = "GATEWAY_CALLERS__ADS__KEY_SHA256";

    /** What has no usable default: without one of these the gateway does not start or cannot work. */
    private static final Set<String> REQUIRED = Set.of(
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
            A_CALLER);

    private static final Set<String> QUARKUS = Set.of(
            "quarkus.http.port",
            "quarkus.management.port",
            "quarkus.vertx.event-loops-pool-size",
            "quarkus.otel.sdk.disabled",
            "quarkus.otel.exporter.otlp.endpoint");
    /** Read by itself and not through a mapping. */
    private static final Set<String> SINGLE = Set.of("gateway.public-url");

    private static final Path CLASSES = Path.of("target/classes");
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Pattern IN_PROPERTIES = Pattern.compile("(?m)(?:^|\\$\\{)(gateway\\.[a-z.-]+)");

    private static final List<Pattern> VARIABLES = Stream.of(
                    QUARKUS.stream(), SINGLE.stream(), mapped(), inProperties(), ofTheKafkaClient())
            .flatMap(names -> names)
            .map(ConfigurationNames::variable)
            .map(Pattern::compile)
            .toList();

    private ConfigurationNames() {}

    /** What of {@link #REQUIRED} is not among these names; a caller's keys may come in a file as well. */
    public static Set<String> missing(Set<String> given) {
        var missing = new TreeSet<>(REQUIRED);
        missing.removeAll(given);
        if (given.contains(A_CALLER + "_FILE")) {
            missing.remove(A_CALLER);
        }
        return missing;
    }

    public static boolean isKnownVariable(String variable) {
        return VARIABLES.stream().anyMatch(known -> known.matcher(variable).matches());
    }

    private static Stream<String> mapped() {
        try (var files = Files.walk(CLASSES)) {
            return files
                    .filter(file -> file.toString().endsWith("Config.class"))
                    .map(ConfigurationNames::load)
                    .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                    .flatMap(type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
                    .filter(name -> !name.endsWith("[*]"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(Path file) {
        var name =
                CLASSES.relativize(file).toString().replaceAll("\\.class$", "").replace(File.separatorChar, '.');
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> inProperties() {
        return IN_PROPERTIES.matcher(YamlFile.text(PROPERTIES)).results().map(match -> match.group(1));
    }

    /** Quarkus hands every {@code kafka.*} property to the client, so the client's own names count. */
    private static Stream<String> ofTheKafkaClient() {
        return ProducerConfig.configNames().stream().map(name -> "kafka." + name);
    }

    /** The environment form by the rule of MicroProfile Config; a key of a map, in quotes, is any name. */
    private static String variable(String property) {
        return property.replace(".*.", "..any..")
                .replaceAll("[^A-Za-z0-9]", "_")
                .toUpperCase(Locale.ROOT)
                .replace("__ANY__", "__[A-Z0-9_]+__");
    }
}
