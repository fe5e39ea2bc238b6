package dev.gengate.configuration;

import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Reports everything that is wrong with a configuration at once: unknown names, unreadable or out-of-range values, and
 * values that are unsafe in combination.
 */
public final class ConfigurationCheck {
    private static final int LARGEST_PORT = 65_535;

    private final SmallRyeConfig config;
    private final Faults faults = new Faults();

    private ConfigurationCheck(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * One line for each fault; no line shows a value.
     *
     * @param production whether secrets and addresses must be fit for production
     */
    public static List<String> faults(SmallRyeConfig config, boolean production) {
        try (Constraints constraints = new Constraints()) {
            return faults(config, production, constraints::broken);
        }
    }

    /** The remaining checks once every mapping could be made: the framework has checked the ranges by then. */
    public static List<String> faultsBesideRanges(SmallRyeConfig config, boolean production) {
        return faults(config, production, (getter, value) -> Set.of());
    }

    static List<String> faults(
            SmallRyeConfig config, boolean production, BiFunction<Method, Object, Set<String>> constraints) {
        ConfigurationCheck check = new ConfigurationCheck(config);
        Values values = check.settings(constraints);
        new IntakeRules(values, check.faults).check();
        if (production) {
            check.safety(values);
        }
        return check.faults.all();
    }

    /** What is unsafe on some networks only: connections without TLS. */
    public static List<String> warnings(SmallRyeConfig config) {
        Optional<String> database = PlaintextWarnings.database(
                config.getValue("gateway.db.host", String.class), config.getValue("gateway.db.tls", String.class));
        Optional<String> kafka = PlaintextWarnings.kafka(
                config.getOptionalValue("kafka.bootstrap.servers", String.class).orElse("localhost:9092"),
                config.getOptionalValue("kafka.security.protocol", String.class).orElse("PLAINTEXT"));
        return Stream.of(
                        database,
                        kafka,
                        bucket(config, "gateway.custody.s3.endpoint"),
                        bucket(config, "gateway.custody.s3.public-endpoint"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> bucket(SmallRyeConfig config, String property) {
        return config.getOptionalValue("gateway.custody.store", String.class)
                .filter("s3"::equalsIgnoreCase)
                .flatMap(store -> config.getOptionalValue(property, URI.class))
                .flatMap(url -> PlaintextWarnings.bucket(property, url));
    }

    private Values settings(BiFunction<Method, Object, Set<String>> constraints) {
        Settings settings = new Settings(Mappings.ALL);
        List<GivenName> given = GivenName.of(config);
        unknown(settings, given);
        SettingReader reader = new SettingReader(config, constraints, faults);
        settings.places(given).forEach(reader::read);
        new AccountRules(reader.values(), faults).check();
        return reader.values();
    }

    private void unknown(Settings settings, Collection<GivenName> given) {
        given.stream()
                .filter(name -> !settings.know(name) && !ServiceLinks.has(name))
                .forEach(name -> faults.addUnknown(name, settings.nearest(name)));
    }

    private void safety(Values values) {
        SafetyRules rules = new SafetyRules(faults);
        values.get("gateway.public-url", String.class).ifPresent(rules::publicUrl);
        values.get("gateway.provider.kie.url", URI.class).ifPresent(rules::providerUrl);
        values.get("gateway.provider.kie.upload-url", URI.class).ifPresent(rules::uploadUrl);
        rules.secrets(values.texts("gateway.callback.secrets"));
        rules.signatureKeys(values);
        retention(rules, values);
        boolean oidc =
                text("quarkus.oidc.tenant-enabled").filter("true"::equals).isPresent();
        rules.tokens(oidc, text("quarkus.oidc.token.audience"), text("quarkus.oidc.token.principal-claim"));
        rules.signIn(
                text("gateway.console.sign-in.client-id").isPresent(),
                oidc,
                text("quarkus.oidc.auth-server-url").isPresent());
        new CallerRules(values, faults).check(oidc);
        rules.custody(
                store(),
                values.get("gateway.custody.directory", Path.class).isPresent(),
                values.get("gateway.custody.s3.bucket", String.class).isPresent());
        authority(values);
        port("quarkus.http.port")
                .ifPresent(http -> port("quarkus.management.port").ifPresent(other -> rules.ports(http, other)));
    }

    private void retention(SafetyRules rules, Values values) {
        Optional<Duration> completed = values.get("gateway.retention.completed", Duration.class);
        Optional<Duration> result = values.get("gateway.deadline.result", Duration.class);
        Optional<Duration> confirmation = values.get("gateway.deadline.confirmation", Duration.class);
        if (completed.isPresent() && result.isPresent() && confirmation.isPresent()) {
            rules.retention(completed.get(), result.get(), confirmation.get());
            Duration inUse =
                    result.get().multipliedBy(2).plus(confirmation.get()).plus(longestCustody(values));
            values.get("gateway.retention.content", Duration.class)
                    .ifPresent(content -> rules.content(content, inUse, completed.get()));
        }
    }

    private Duration longestCustody(Values values) {
        return store().equalsIgnoreCase("none")
                ? Duration.ZERO
                : values.get("gateway.custody.give-up-after", Duration.class).orElse(Duration.ZERO);
    }

    private String store() {
        return text("gateway.custody.store").orElse("none");
    }

    private void authority(Values values) {
        if (!values.get("gateway.db.ca-file", Path.class).map(Files::isReadable).orElse(true)) {
            faults.add("gateway.db.ca-file", "cannot be read");
        }
    }

    private Optional<String> text(String property) {
        return config.getOptionalValue(property, String.class);
    }

    private Optional<Integer> port(String property) {
        Optional<Integer> port =
                text(property).filter(number -> number.matches("\\d{1,9}")).map(Integer::valueOf);
        if (port.filter(number -> number <= LARGEST_PORT).isEmpty()) {
            faults.add(property, "must be a port, from 0 to " + LARGEST_PORT);
            return Optional.empty();
        }
        return port;
    }
}
