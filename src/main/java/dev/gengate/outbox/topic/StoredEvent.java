package dev.gengate.outbox.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gengate.generation.Generation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * The event of results that were stored after their generation's own event. {@code schema/generation-stored.schema.json}
 * describes the data.
 */
record StoredEvent(Generation generation, Instant storedAt) {
    /** The {@code $id} of the schema of the data. */
    static final String SCHEMA = "urn:dev.gengate:schema:generation-stored:v1";

    private static final JsonFactory JSON = new JsonFactory();

    /** @param sentAt in milliseconds since 1970: what waited for long is as new to its topic as any */
    ProducerRecord<String, byte[]> record(String topic, int partition, long sentAt) {
        ProducerRecord<String, byte[]> event =
                new ProducerRecord<>(topic, partition, sentAt, generation.id().toString(), data());
        Headers headers = event.headers();
        header(headers, "ce_specversion", "1.0");
        header(headers, "ce_id", generation.id() + ".stored");
        header(headers, "ce_type", "dev.gengate.generation.stored.v1");
        header(headers, "ce_source", "/generation-gateway");
        header(headers, "ce_subject", generation.id().toString());
        header(headers, "ce_time", storedAt.toString());
        header(headers, "ce_dataschema", SCHEMA);
        header(headers, "ce_partitionkey", generation.id().toString());
        header(headers, "content-type", "application/json");
        if (generation.traceparent() != null) {
            header(headers, "traceparent", generation.traceparent());
        }
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

    private static void header(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
