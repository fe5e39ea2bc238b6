package dev.gengate.proof.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the completed topic as a consumer sees it.
 *
 * @param headers by name, as text: {@code ce_id}, {@code ce_type}, {@code content-type}, {@code traceparent} …
 * @param value the raw value
 * @param at epoch milliseconds of the record
 */
public record CompletedEvent(
        String key, Map<String, String> headers, String value, int partition, long offset, long at) {

    static CompletedEvent of(ConsumerRecord<String, String> found) {
        Map<String, String> headers = new LinkedHashMap<>();
        found.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return new CompletedEvent(
                found.key(), headers, found.value(), found.partition(), found.offset(), found.timestamp());
    }

    public JsonNode json() {
        return Json.read(value);
    }

    public String header(String name) {
        return headers.get(name);
    }

    /** {@code ce_id}: equal for duplicates. */
    public String id() {
        return header("ce_id");
    }

    /** {@code ce_type}. */
    public String type() {
        return header("ce_type");
    }

    /** {@code succeeded}, {@code failed}, {@code expired} or {@code cancelled}. */
    public String outcome() {
        return json().path("outcome").asText();
    }
}
