package dev.gengate.proof.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.servers.ChildProcess;
import dev.gengate.proof.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** This machine's Prometheus on the gateway's replicas, with the project's alert rules a sixtieth as patient. */
final class PrometheusServer implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            global: {scrape_interval: 500ms, evaluation_interval: 500ms}
            rule_files: [alerts.yaml]
            scrape_configs:
              - job_name: generation-gateway
                metrics_path: /q/metrics
                scrape_timeout: 500ms
                static_configs: [{targets: [%s]}]
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final ChildProcess process;

    private PrometheusServer(URI url, ChildProcess process) {
        this.url = url;
        this.process = process;
    }

    /** @throws UncheckedIOException when there is no {@code prometheus} on the path */
    static PrometheusServer start(List<URI> replicas) {
        try {
            Path directory = Files.createTempDirectory(Cluster.directory(), "prometheus");
            String targets = replicas.stream()
                    .map(replica -> "'" + replica.getAuthority() + "'")
                    .collect(Collectors.joining(", "));
            Files.writeString(directory.resolve("prometheus.yaml"), CONFIGURATION.formatted(targets));
            Files.writeString(
                    directory.resolve("alerts.yaml"),
                    impatient(Files.readString(Path.of("deploy", "monitoring", "alerts.yaml"))));
            int port = Ports.free();
            ChildProcess process = new ChildProcess(
                    List.of(
                            "prometheus",
                            "--config.file=" + directory.resolve("prometheus.yaml"),
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--enable-feature=exemplar-storage",
                            "--web.listen-address=127.0.0.1:" + port),
                    Map.of(),
                    directory.resolve("prometheus.log"));
            process.start();
            return new PrometheusServer(URI.create("http://127.0.0.1:" + port), process).awaitStart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A rule that was never evaluated never fires; and until it has seen the replicas it takes them for lost. */
    private PrometheusServer awaitStart() {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> allEvaluated() && active().isEmpty());
        return this;
    }

    private boolean allEvaluated() {
        List<String> health = get("/api/v1/rules?type=alert").findValuesAsText("health");
        return !health.isEmpty() && health.stream().allMatch("ok"::equals);
    }

    /** Minutes become seconds, hours become minutes. Only of time to look back and to wait, not of thresholds. */
    static String impatient(String rules) {
        return rules.replaceAll("(\\[\\d+)m]", "$1s]")
                .replaceAll("(\\[\\d+)h]", "$1m]")
                .replaceAll("(for: \\d+)m", "$1s");
    }

    /** The names of the alerts that fire now. */
    Set<String> firing() {
        return alerts(alert -> "firing".equals(alert.path("state").asText()));
    }

    /** The firing alerts whose condition began to hold after that time. */
    Set<String> firingSince(Instant time) {
        return alerts(alert -> "firing".equals(alert.path("state").asText())
                && !Instant.parse(alert.path("activeAt").asText()).isBefore(time));
    }

    /** The alerts that fire, and those whose condition holds but not for long enough. */
    Set<String> active() {
        return alerts(alert -> true);
    }

    private Set<String> alerts(Predicate<JsonNode> which) {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get("/api/v1/alerts").at("/data/alerts")) {
            if (which.test(alert)) {
                names.add(alert.at("/labels/alertname").asText());
            }
        }
        return names;
    }

    /** The series of an expression over the last so many seconds. */
    JsonNode range(String expression, long seconds) {
        long end = get("/api/v1/query?query=time()").at("/data/result/0").asLong();
        return get("/api/v1/query_range?step=1&start=%d&end=%d&query=%s"
                        .formatted(end - seconds, end, URLEncoder.encode(expression, StandardCharsets.UTF_8)))
                .at("/data/result");
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Json.read(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.closeWithin(Duration.ofSeconds(10));
    }
}
