package dev.gengate.proof.manifests;

import static dev.gengate.proof.manifests.Manifests.elements;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** The three probes ask the management port what Quarkus answers there, and the ports are those of the configuration. */
final class ProbeRule implements Rule {
    private static final Map<String, String> PATHS = Map.of(
            "startupProbe", "/q/health/started",
            "livenessProbe", "/q/health/live",
            "readinessProbe", "/q/health/ready");

    /** In seconds. */
    private static final int MIGRATION_WAIT = migrationWait();

    private static final Map<String, String> PORTS =
            Map.of("http", "QUARKUS_HTTP_PORT", "management", "QUARKUS_MANAGEMENT_PORT");

    @Override
    public Stream<String> violations(Manifests manifests) {
        var container = manifests.container();
        return Stream.of(
                        PATHS.entrySet().stream()
                                .flatMap(probe -> ofProbe(probe.getKey(), probe.getValue(), container)),
                        PORTS.entrySet().stream().flatMap(port -> ofPort(port.getKey(), port.getValue(), manifests)),
                        patience(container.path("startupProbe")))
                .flatMap(violations -> violations);
    }

    /** A replica that waits for another's migration gives up by itself, and says why, before it is killed. */
    private Stream<String> patience(JsonNode probe) {
        var given = probe.path("periodSeconds").asInt()
                * probe.path("failureThreshold").asInt();
        return given > MIGRATION_WAIT
                ? Stream.empty()
                : Stream.of(
                        "startupProbe gives " + given + " s, a migration elsewhere is waited for " + MIGRATION_WAIT);
    }

    private static int migrationWait() {
        try {
            var tries = Class.forName("dev.gengate.startup.Migration").getDeclaredField("LOCK_TRIES");
            tries.setAccessible(true);
            return tries.getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<String> ofProbe(String probe, String path, JsonNode container) {
        var request = container.path(probe).path("httpGet");
        if (!path.equals(request.path("path").asText())) {
            return Stream.of(probe + " must ask " + path);
        }
        return "management".equals(request.path("port").asText())
                ? Stream.empty()
                : Stream.of(probe + " must ask the management port");
    }

    private Stream<String> ofPort(String name, String variable, Manifests manifests) {
        var configured = manifests.configuration().path(variable).asText();
        var declared = elements(manifests.container().path("ports"))
                .anyMatch(port -> name.equals(port.path("name").asText())
                        && configured.equals(port.path("containerPort").asText()));
        return declared
                ? Stream.empty()
                : Stream.of("container port " + name + " is not " + variable + "=" + configured);
    }
}
