package dev.gengate.proof.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a service exports to Prometheus: its series with their labels and values, as one scrape found them. */
public final class Scrape {
    /** Not the service's own: of Prometheus, and of kube-state-metrics where it runs. */
    private static final Set<String> OF_OTHERS =
            Set.of("up", "kube_deployment_status_replicas_ready", "kube_deployment_status_replicas_unavailable");
    /** Added to every series by Prometheus itself when it scrapes. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "namespace");

    private static final Pattern LINE = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ ]+)$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:\\\\.|[^\"\\\\])*)\"");

    private final Map<String, List<Series>> byName;

    private record Series(String name, Map<String, String> labels, double value) {}

    private Scrape(Map<String, List<Series>> byName) {
        this.byName = byName;
    }

    /** Reads Prometheus' text format. */
    public static Scrape of(String text) {
        return new Scrape(LINE.matcher(text)
                .results()
                .map(line -> new Series(line.group(1), labels(line.group(2)), Double.parseDouble(line.group(3))))
                .collect(Collectors.groupingBy(Series::name)));
    }

    private static Map<String, String> labels(String text) {
        var labels = new HashMap<String, String>();
        if (text != null) {
            LABEL.matcher(text).results().forEach(match -> labels.put(match.group(1), match.group(2)));
        }
        return labels;
    }

    /** The selectors that find nothing here, and may not find it elsewhere. */
    public List<MetricSelector> missing(List<MetricSelector> selectors) {
        return selectors.stream()
                .filter(selector -> !OF_OTHERS.contains(selector.metric()) && !has(selector))
                .toList();
    }

    private boolean has(MetricSelector selector) {
        return byName.getOrDefault(selector.metric(), List.of()).stream()
                .anyMatch(series -> selector.matchers().stream()
                        .allMatch(matcher ->
                                OF_THE_TARGET.contains(matcher.label()) || matcher.accepts(series.labels())));
    }

    /** The sum over the series of a selector such as {@code gateway_submissions_total{result="queued"}}; 0 for none. */
    public double sum(String selector) {
        var wanted = MetricSelector.of(selector).findFirst().orElseThrow();
        return byName.getOrDefault(wanted.metric(), List.of()).stream()
                .filter(series -> wanted.matchers().stream().allMatch(matcher -> matcher.accepts(series.labels())))
                .mapToDouble(Series::value)
                .sum();
    }
}
