package dev.gengate.proof.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.provider.ProviderConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;

/** A pod that is told to go has the time it needs, and a rolling update never takes one away before another is ready. */
public final class ShutdownRule implements Rule {
    private static final Path APPLICATION = Path.of("src/main/resources/application.properties");
    /** A createTask under way is waited for as long as its lease: connect and read time-out, and the margin of AdmissionBeans. */
    private static final Duration CREATE_TASK = timeout("connectTimeout")
            .plus(timeout("readTimeout"))
            .plus(constant("queue.AdmissionBeans", "LEASE_MARGIN"));
    /** Events under way, the marks of what the broker took, and the leases that are given up: OutboxFlush has so long for all. */
    private static final Duration FLUSH = constant("outbox.OutboxFlush", "PATIENCE");

    /** Copies of results that have begun, and the leases of those that have not. */
    private static final Duration CUSTODY =
            constant("custody.CustodySweep", "ENDING").plus(constant("custody.CustodySweep", "FREEING"));

    private static final String CLOSE = "mp.messaging.outgoing.generation-completed.close-timeout";
    /** For the JVM to end. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.concat(gracePeriod(manifests), rollingUpdate(manifests.the("Deployment")));
    }

    private Stream<String> gracePeriod(Manifests manifests) {
        var needed = preStop(manifests.container()).plus(ofTheApplication()).plus(RESERVE);
        var granted = Duration.ofSeconds(
                manifests.podSpec().path("terminationGracePeriodSeconds").asLong());
        return granted.compareTo(needed) >= 0
                ? Stream.empty()
                : Stream.of("terminationGracePeriodSeconds is " + granted + ", the shutdown may take " + needed);
    }

    /** How long the gateway takes at most from SIGTERM to its end. */
    public static Duration ofTheApplication() {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(APPLICATION)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of("%prod.quarkus.shutdown.delay", "quarkus.shutdown.timeout")
                .map(name -> Duration.parse("PT" + properties.getProperty(name)))
                .reduce(CREATE_TASK.plus(FLUSH).plus(CUSTODY).plus(close(properties)), Duration::plus);
    }

    /** The producer's, which begins when the flush is over; 10 s unless it is said. */
    private static Duration close(Properties properties) {
        return Duration.ofMillis(Long.parseLong(properties.getProperty(CLOSE, "10000")));
    }

    private static Duration timeout(String name) {
        try {
            var value = ProviderConfig.class
                    .getMethod(name)
                    .getAnnotation(WithDefault.class)
                    .value();
            return Duration.parse("PT" + value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration constant(String type, String name) {
        try {
            var field = Class.forName("dev.gengate." + type).getDeclaredField(name);
            field.setAccessible(true);
            return (Duration) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration preStop(JsonNode container) {
        return Duration.ofSeconds(
                container.at("/lifecycle/preStop/sleep/seconds").asLong());
    }

    private Stream<String> rollingUpdate(JsonNode deployment) {
        var unavailable = deployment.at("/spec/strategy/rollingUpdate/maxUnavailable");
        return unavailable.isInt() && unavailable.asInt() == 0
                ? Stream.empty()
                : Stream.of("a rolling update must keep every ready pod: maxUnavailable 0");
    }
}
