package dev.gengate.proof.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.CompletedEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A completed event as one line for the eyes of who runs the gateway on their own machine. */
final class EventLine {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    private EventLine() {}

    static String of(CompletedEvent event, boolean coloured) {
        JsonNode data = event.json();
        String line = "%s  %-9s  %s  after %s, by %s  %s"
                .formatted(
                        timeOfDay(event.at()),
                        event.outcome(),
                        data.path("id").asText(),
                        age(data),
                        data.path("resolvedBy").asText(),
                        detail(data));
        return coloured ? colour(event.outcome()) + line + PLAIN : line;
    }

    private static String colour(String outcome) {
        return switch (outcome) {
            case "succeeded" -> GREEN;
            case "failed" -> RED;
            default -> YELLOW;
        };
    }

    private static LocalTime timeOfDay(long at) {
        return Instant.ofEpochMilli(at)
                .atZone(ZoneId.systemDefault())
                .toLocalTime()
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static String age(JsonNode data) {
        if (!data.hasNonNull("createdAt") || !data.hasNonNull("completedAt")) {
            return "?";
        }
        Instant created = Instant.parse(data.path("createdAt").asText());
        Instant completed = Instant.parse(data.path("completedAt").asText());
        double seconds = Duration.between(created, completed).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** The path of a file on this machine, for who clicks on it. */
    private static String path(String uri) {
        return uri.startsWith("file:") ? Path.of(URI.create(uri)).toString() : uri;
    }

    /** What was made, or why there are none. */
    private static String detail(JsonNode data) {
        JsonNode results = data.path("results");
        if (!results.isEmpty()) {
            String more = results.size() > 1 ? " (+" + (results.size() - 1) + ")" : "";
            JsonNode first = results.path(0);
            JsonNode stored = first.path("stored").path("uri");
            return (stored.isTextual()
                            ? path(stored.asText())
                            : first.path("url").asText())
                    + more;
        }
        if (data.hasNonNull("data")) {
            return data.path("data").toString();
        }
        JsonNode failure = data.path("failure");
        return failure.path("code").asText() + ": " + failure.path("message").asText();
    }
}
