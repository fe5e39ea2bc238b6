package dev.gengate.outbox.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * What every event of the gateway begins with: CloudEvents 1.0 in binary mode.
 *
 * @param subject what it is about, and the key of its record; null for none
 * @param time of what it tells
 * @param schema the {@code $id} of the schema of its data
 */
public record EventHeaders(String id, String type, String subject, Instant time, String schema, String contentType) {
    /** CloudEvents' extension {@code caller}: whose generation it is. A topic may have the events of many. */
    static final String CALLER = "ce_caller";

    private static final String SOURCE = "/generation-gateway";

    public void addTo(Headers headers) {
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", id);
        add(headers, "ce_type", type);
        add(headers, "ce_source", SOURCE);
        add(headers, "ce_subject", subject);
        add(headers, "ce_time", time.toString());
        add(headers, "ce_dataschema", schema);
        add(headers, "ce_partitionkey", subject);
        add(headers, "content-type", contentType);
    }

    /** One more; none for null. */
    public static void add(Headers headers, String name, String value) {
        if (value != null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }
}
