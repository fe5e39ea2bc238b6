package dev.gengate.observability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.TraceCollector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two variables by which docs/operations.md turns tracing on. */
@Tag("gate")
class TraceExportIT {
    @Test
    void aGenerationIsExportedToTheConfiguredCollector() {
        Backends.provider().reset();
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        try (TraceCollector collector = new TraceCollector()) {
            environment.put("QUARKUS_OTEL_SDK_DISABLED", "false");
            environment.put(
                    "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.url().toString());
            try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
                gateway.succeeded("a traced lighthouse");

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> exported(collector).containsAll(spans()));
                assertFalse(
                        String.join("", collector.exports()).contains("a traced lighthouse"), "no prompt in a span");
            }
        }
    }

    private static List<String> spans() {
        return List.of("generation-gateway", "POST /v1/generations", "createTask", "callback", "publish");
    }

    private static List<String> exported(TraceCollector collector) {
        String all = String.join("", collector.exports());
        return spans().stream().filter(all::contains).toList();
    }
}
