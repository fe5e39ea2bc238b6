package dev.gengate.outbox.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.generation.Generation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The event of an ended generation, for a person to look at.
 *
 * @param key of the record
 * @param headers of its first publication; a trace would be among them
 * @param value JSON
 */
public record ShownEvent(String key, Map<String, String> headers, String value) {

    /** As it is published. */
    public static ShownEvent of(Generation ended) {
        CompletedEvent event = new CompletedEvent(ended);
        Map<String, String> headers = new LinkedHashMap<>();
        event.headers(null, false).forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new ShownEvent(event.key(), headers, new String(event.data(), UTF_8));
    }

    /** Never shows the content. */
    @Override
    public String toString() {
        return "ShownEvent[" + key + "]";
    }
}
