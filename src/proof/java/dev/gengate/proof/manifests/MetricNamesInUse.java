package dev.gengate.proof.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.MetricSelector;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the alert rules and the dashboard ask for. A test compares it with what the running service exports. */
public final class MetricNamesInUse {
    public static final Path ALERTS = Path.of("deploy/monitoring/alerts.yaml");
    public static final Path DASHBOARD = Path.of("deploy/monitoring/dashboard.json");

    private static final String OF_THE_GATEWAY = "generation-gateway";
    private static final Path RUNBOOK = Path.of("docs/operations.md");
    private static final Pattern IN_RUNBOOK = Pattern.compile("`(gateway_\\w+)`(?=.* \\|)");

    private MetricNamesInUse() {}

    /** What the runbook's table lists. */
    public static Set<String> ofTheRunbook() {
        return IN_RUNBOOK
                .matcher(YamlFile.text(RUNBOOK))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every selector of the gateway's own alerts and of the dashboard. */
    public static List<MetricSelector> all() {
        return Stream.of(alertExpressions(), dashboardExpressions())
                .flatMap(Collection::stream)
                .flatMap(MetricSelector::of)
                .distinct()
                .toList();
    }

    static List<String> alertExpressions() {
        return alertsOfTheGateway().map(alert -> alert.path("expr").asText()).toList();
    }

    /** Those about the database beside it too. */
    public static Stream<JsonNode> alerts() {
        return groups().flatMap(group -> Manifests.elements(group.path("rules")));
    }

    /** Those that the gateway's own metrics are enough for. */
    public static Stream<JsonNode> alertsOfTheGateway() {
        return groups().filter(group -> OF_THE_GATEWAY.equals(group.path("name").asText()))
                .flatMap(group -> Manifests.elements(group.path("rules")));
    }

    private static Stream<JsonNode> groups() {
        return Manifests.elements(YamlFile.read(ALERTS).path("groups"));
    }

    static List<String> dashboardExpressions() {
        return YamlFile.read(DASHBOARD).findValuesAsText("expr");
    }
}
