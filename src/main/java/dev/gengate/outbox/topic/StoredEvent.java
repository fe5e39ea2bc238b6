package dev.gengate.outbox.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gengate.generation.Generation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The event of results that were stored after their generation's own event. {@code schema/generation-stored.schema.json}
 * describes the data.
 */
record StoredEvent(Generation generation, Instant storedAt) {
    /** The {@code $id} of the schema of the data. */
    static final String SCHEMA = "urn:dev.gengate:schema:generation-stored:v1";

    private static final String TYPE = "dev.gengate.generation.stored.v1";
    private static final JsonFactory JSON = new JsonFactory();

    /** @param sentAt in milliseconds since 1970: what waited for long is as new to its topic as any */
    ProducerRecord<String, byte[]> record(String topic, int partition, long sentAt) {
        String key = generation.id().toString();
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(topic, partition, sentAt, key, data());
        new EventHeaders(key + ".stored", TYPE, key, storedAt, SCHEMA, "application/json").addTo(event.headers());
        EventHeaders.add(event.headers(), EventHeaders.CALLER, generation.caller());
        EventHeaders.add(event.headers(), "traceparent", generation.traceparent());
        return event;
    }

    private byte[] data() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", generation.id().toString());
            json.writeStringField("caller", generation.caller());
            json.writeStringField("model", generation.model());
            json.writeFieldName("results");
            json.writeRawValue(generation.results());
            json.writeStringField("correlationId", generation.correlationId());
            json.writeFieldName("metadata");
            json.writeRawValue(generation.metadata());
            json.writeStringField("completedAt", generation.completedAt().toString());
            json.writeStringField("storedAt", storedAt.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
