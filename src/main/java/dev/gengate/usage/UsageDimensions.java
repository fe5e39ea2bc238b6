package dev.gengate.usage;

import dev.gengate.generation.figures.UsageQuery.Dimension;
import dev.gengate.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** By what usage can be asked for. */
@ApplicationScoped
class UsageDimensions {
    private static final String HOUR = "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

    private final Map<String, Dimension> byName = new LinkedHashMap<>();

    UsageDimensions(UsageConfig config) {
        for (String column : List.of("caller", "model", "outcome")) {
            add(column, column, null);
        }
        // null if never sent, as in the API and the event
        add("account", "nullif(account, '')", null);
        add("hour", HOUR.formatted("hour"), null);
        add("day", "(hour at time zone 'UTC')::date", null);
        add("month", "to_char(hour at time zone 'UTC', 'YYYY-MM')", null);
        config.by().orElse(List.of()).forEach(key -> add("metadata." + key, null, key));
    }

    private void add(String name, String column, String key) {
        byName.put(name, new Dimension(name, column, key));
    }

    /** The dimensions that a request names, separated by commas. */
    List<Dimension> of(String by) {
        return Arrays.stream(by.split(",", -1)).map(this::one).distinct().toList();
    }

    private Dimension one(String name) {
        Dimension dimension = byName.get(name);
        if (dimension == null) {
            throw ProblemException.invalid("query/by", "must name some of " + String.join(", ", byName.keySet()));
        }
        return dimension;
    }
}
