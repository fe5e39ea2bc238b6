package dev.gengate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What the alert rules and the dashboard ask for. A test compares it with what the running service exports. */
public final class MetricNamesInUse {
    static final Path ALERTS = Path.of("deploy/monitoring/alerts.yaml");
    static final Path DASHBOARD = Path.of("deploy/monitoring/dashboard.json");

    private MetricNamesInUse() {}

    /** Every selector of the alerts and of the dashboard. */
    public static List<MetricSelector> all() {
        return Stream.of(alertExpressions(), dashboardExpressions())
                .flatMap(Collection::stream)
                .flatMap(MetricSelector::of)
                .distinct()
                .toList();
    }

    static List<String> alertExpressions() {
        return alerts().map(alert -> alert.path("expr").asText()).toList();
    }

    static Stream<JsonNode> alerts() {
        return Manifests.elements(YamlFile.read(ALERTS).path("groups"))
                .flatMap(group -> Manifests.elements(group.path("rules")));
    }

    static List<String> dashboardExpressions() {
        return YamlFile.read(DASHBOARD).findValuesAsText("expr");
    }
}
