package dev.gengate.deploy;

import static dev.gengate.proof.manifests.Manifests.elements;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.gateway.MetricSelector;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.manifests.MetricNamesInUse;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class MonitoringFilesTest {
    private static final String RUNBOOK = YamlFile.text(Path.of("docs/operations.md"));

    @Test
    void everyAlertSaysWhatItMeansAndWhereItsRemedyStands() {
        var alerts = MetricNamesInUse.alerts().toList();

        assertFalse(alerts.isEmpty());
        assertAll(alerts.stream().map(alert -> () -> assertDocumented(alert)));
    }

    @Test
    void alertNamesAreUnique() {
        var names = MetricNamesInUse.alerts()
                .map(alert -> alert.path("alert").asText())
                .toList();

        assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
    }

    @Test
    void prometheusOperatorGetsTheSameRules() {
        var rule = YamlFile.read(Path.of("k8s/components/monitoring/prometheus-rule.yaml"));

        assertEquals(YamlFile.read(MetricNamesInUse.ALERTS).get("groups"), rule.at("/spec/groups"));
    }

    @Test
    void selectorsThatFindNothingAreSeen() {
        var scrape = Scrape.of(
                """
                # TYPE gateway_credits gauge
                gateway_credits 12.5
                gateway_callbacks_total{verdict="late"} 3.0
                """);
        var expression =
                "sum by (state) (gateway_generation{state=\"a{b\"}) / rate(gateway_callbacks_total{verdikt!~\"|x\"}[5m])"
                        + " unless on (job) max(gateway_credits) > 1e3 or absent(up{job=\"gateway\"})"
                        + " or gateway_callbacks_total{verdict=~\"late|bad\"} or gateway_callbacks_total{verdict=\"bad\"}";

        var missing = scrape.missing(MetricSelector.of(expression).toList());

        assertEquals(
                List.of(
                        "gateway_generation[state=a{b]",
                        "gateway_callbacks_total[verdikt!~|x]",
                        "gateway_callbacks_total[verdict=bad]"),
                missing.stream().map(MonitoringFilesTest::text).toList());
    }

    @Test
    void panelsHaveQueriesAndDoNotOverlap() {
        var panels = elements(YamlFile.read(MetricNamesInUse.DASHBOARD).path("panels"))
                .toList();
        var cells = new HashSet<List<Integer>>();
        var ids = new HashSet<Integer>();

        assertAll(panels.stream().map(panel -> () -> {
            var title = panel.path("title").asText();
            assertTrue(ids.add(panel.path("id").asInt()), "id given twice: " + title);
            assertTrue(isRow(panel) || panel.path("targets").size() > 0, "no query: " + title);
            assertTrue(cells(panel.path("gridPos")).allMatch(cells::add), "overlaps another: " + title);
        }));
    }

    @Test
    @EnabledIf("promtoolAvailable")
    void everyAlertFiresOnItsCauseAndNoneOnAHealthyGateway() {
        CommandLine.run("promtool", "test", "rules", "deploy/monitoring/alerts.test.yaml")
                .orFail();
    }

    @Test
    void everyAlertHasACauseInItsTest() {
        var test = YamlFile.text(Path.of("deploy/monitoring/alerts.test.yaml"));
        var provoked = Pattern.compile("\\{alertname=\"(\\w+)\"}")
                .matcher(test)
                .results()
                .map(match -> match.group(1));

        var names = MetricNamesInUse.alerts().map(alert -> alert.path("alert").asText());

        assertEquals(names.collect(Collectors.toSet()), provoked.collect(Collectors.toSet()));
    }

    static boolean promtoolAvailable() {
        return CommandLine.run("promtool", "--version").succeeded();
    }

    private static void assertDocumented(JsonNode alert) {
        var name = alert.path("alert").asText();
        assertTrue(RUNBOOK.contains("\n### " + name + "\n"), "no section of the runbook: " + name);
        var annotations = alert.path("annotations");
        assertTrue(
                annotations
                        .path("runbook_url")
                        .asText()
                        .endsWith("docs/operations.md#" + name.toLowerCase(Locale.ROOT)),
                name);
        assertFalse(annotations.path("summary").asText().isBlank(), name);
        assertFalse(annotations.path("description").asText().isBlank(), name);
        assertTrue(
                Set.of("critical", "warning")
                        .contains(alert.at("/labels/severity").asText()),
                name);
    }

    private static String text(MetricSelector selector) {
        return selector.matchers().stream()
                .map(matcher -> matcher.label() + matcher.operator() + matcher.value())
                .collect(Collectors.joining(", ", selector.metric() + "[", "]"));
    }

    private static boolean isRow(JsonNode panel) {
        return "row".equals(panel.path("type").asText());
    }

    private static Stream<List<Integer>> cells(JsonNode position) {
        return Stream.iterate(0, y -> y < position.path("h").asInt(), y -> y + 1)
                .flatMap(y -> Stream.iterate(0, x -> x < position.path("w").asInt(), x -> x + 1)
                        .map(x -> List.of(
                                position.path("x").asInt() + x,
                                position.path("y").asInt() + y)));
    }
}
