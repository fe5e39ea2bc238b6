package dev.gengate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.Stream;

/** A pod that is told to go has the time it needs, and a rolling update never takes one away before another is ready. */
final class ShutdownRule implements Rule {
    /** For the JVM to end and the Kafka producer to send what it holds, beyond what Quarkus waits for. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    @Override
    public Stream<String> violations(Manifests manifests) {
        return Stream.concat(gracePeriod(manifests), rollingUpdate(manifests.the("Deployment")));
    }

    private Stream<String> gracePeriod(Manifests manifests) {
        var needed = preStop(manifests.container())
                .plus(configured(manifests, "QUARKUS_SHUTDOWN_DELAY"))
                .plus(configured(manifests, "QUARKUS_SHUTDOWN_TIMEOUT"))
                .plus(RESERVE);
        var granted = Duration.ofSeconds(
                manifests.podSpec().path("terminationGracePeriodSeconds").asLong());
        return granted.compareTo(needed) >= 0
                ? Stream.empty()
                : Stream.of("terminationGracePeriodSeconds is " + granted + ", the shutdown may take " + needed);
    }

    private static Duration preStop(JsonNode container) {
        return Duration.ofSeconds(
                container.at("/lifecycle/preStop/sleep/seconds").asLong());
    }

    private static Duration configured(Manifests manifests, String variable) {
        return Duration.parse("PT" + manifests.configuration().path(variable).asText());
    }

    private Stream<String> rollingUpdate(JsonNode deployment) {
        var unavailable = deployment.at("/spec/strategy/rollingUpdate/maxUnavailable");
        return unavailable.isInt() && unavailable.asInt() == 0
                ? Stream.empty()
                : Stream.of("a rolling update must keep every ready pod: maxUnavailable 0");
    }
}
