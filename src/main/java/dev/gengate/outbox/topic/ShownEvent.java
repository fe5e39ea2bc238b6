package dev.gengate.outbox.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.generation.Generation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** The event of an ended generation, for a person to look at. */
@ApplicationScoped
public class ShownEvent {
    private final EventDestinations destinations;

    ShownEvent(EventDestinations destinations) {
        this.destinations = destinations;
    }

    /**
     * As it would be published now, but for the trace: results that were stored later are in it.
     *
     * @param value JSON
     */
    public record Shown(String key, Map<String, String> headers, String value) {
        /** Never shows the content. */
        @Override
        public String toString() {
            return "Shown[" + key + "]";
        }
    }

    public Shown of(Generation ended) {
        CompletedEvent event = new CompletedEvent(ended, destinations.withInput(ended.caller()));
        Map<String, String> headers = new LinkedHashMap<>();
        event.headers(null, false).forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new Shown(event.key(), headers, new String(event.data(), UTF_8));
    }
}
