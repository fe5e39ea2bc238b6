package dev.gengate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The metrics that the alert rules and the dashboard ask for, in the form of Prometheus, each with the labels by which
 * it is selected there. A test compares them with what the running service exports.
 */
public final class MetricNamesInUse {
    static final Path ALERTS = Path.of("deploy/monitoring/alerts.yaml");
    static final Path DASHBOARD = Path.of("deploy/monitoring/dashboard.json");

    private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*[=!]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[\\w:])");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");

    private MetricNamesInUse() {}

    /** Every metric of the alerts and of the dashboard with the labels it is selected by. */
    public static Map<String, Set<String>> all() {
        return metrics(Stream.of(alertExpressions(), dashboardExpressions())
                .flatMap(Collection::stream)
                .toList());
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

    static Map<String, Set<String>> metrics(List<String> expressions) {
        return expressions.stream()
                .map(MetricNamesInUse::metrics)
                .flatMap(metrics -> metrics.entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, MetricNamesInUse::union, TreeMap::new));
    }

    private static Map<String, Set<String>> metrics(String expression) {
        var metrics = new TreeMap<String, Set<String>>();
        var withoutStrings = STRING.matcher(expression).replaceAll("");
        var selectors = SELECTOR.matcher(withoutStrings);
        while (selectors.find()) {
            metrics.merge(selectors.group(1), labels(selectors.group(2)), MetricNamesInUse::union);
        }
        bareNames(selectors.replaceAll("")).forEach(name -> metrics.putIfAbsent(name, new TreeSet<>()));
        return metrics;
    }

    private static Stream<String> bareNames(String expression) {
        var simplified =
                RANGE.matcher(GROUPING.matcher(expression).replaceAll("")).replaceAll("");
        return NAME.matcher(simplified).results().map(match -> match.group()).filter(name -> !KEYWORDS.contains(name));
    }

    private static Set<String> labels(String selector) {
        return LABEL.matcher(selector).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new HashSet<>(one);
        union.addAll(other);
        return new TreeSet<>(union);
    }
}
