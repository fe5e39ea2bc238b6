package dev.gengate.outbox.topic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gengate.generation.Failure;
import dev.gengate.generation.Generation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The event of a terminal row: CloudEvents 1.0 in binary mode, JSON data, one deterministic id per generation.
 * {@code schema/generation-completed.schema.json} describes the data, docs/events.md explains it to consumers.
 *
 * @param withInput whether the data carries the input, which holds the prompt
 */
record CompletedEvent(Generation generation, boolean withInput) {
    /** The {@code $id} of the schema of the data. */
    static final String SCHEMA = "urn:dev.gengate:schema:generation-completed:v1";

    private static final JsonFactory JSON = new JsonFactory();
    static final String REPLAY_HEADER = "gateway_replay";

    /** The record's key: all records of a generation are in one partition. */
    String key() {
        return generation.id().toString();
    }

    /** @param traceparent where consumers continue the trace, or null */
    Headers headers(String traceparent, boolean replay) {
        Headers headers = new RecordHeaders();
        String type = "dev.gengate.generation." + generation.state().wireName() + ".v1";
        new EventHeaders(key() + ".completed", type, key(), generation.completedAt(), SCHEMA, "application/json")
                .addTo(headers);
        EventHeaders.add(headers, EventHeaders.CALLER, generation.caller());
        EventHeaders.add(headers, "traceparent", traceparent);
        EventHeaders.add(headers, REPLAY_HEADER, replay ? "true" : null);
        return headers;
    }

    byte[] data() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeFields(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("id", key());
        json.writeStringField("outcome", generation.state().wireName());
        json.writeStringField("caller", generation.caller());
        json.writeStringField("model", generation.model());
        json.writeStringField("account", generation.account());
        json.writeStringField("taskId", generation.taskId());
        raw(json, "input", withInput ? generation.input() : "null");
        raw(json, "results", generation.results() == null ? "[]" : generation.results());
        raw(json, "data", generation.data() == null ? "null" : generation.data());
        json.writeFieldName("failure");
        writeFailure(json, generation.failure());
        json.writeStringField("correlationId", generation.correlationId());
        raw(json, "metadata", generation.metadata());
        json.writeStringField("modelVersion", generation.reservation().modelVersion());
        raw(json, "price", plain(generation.reservation().price()));
        raw(json, "creditsConsumed", plain(generation.creditsConsumed()));
        time(json, "createdAt", generation.createdAt());
        time(json, "submittedAt", generation.submittedAt());
        time(json, "completedAt", generation.completedAt());
        json.writeStringField("resolvedBy", generation.resolvedBy());
    }

    private static String plain(BigDecimal credits) {
        return credits == null ? "null" : credits.toPlainString();
    }

    private static void writeFailure(JsonGenerator json, Failure failure) throws IOException {
        if (failure == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("code", failure.code());
        json.writeStringField("message", failure.message());
        json.writeEndObject();
    }

    private static void raw(JsonGenerator json, String field, String value) throws IOException {
        json.writeFieldName(field);
        json.writeRawValue(value);
    }

    private static void time(JsonGenerator json, String field, Instant time) throws IOException {
        json.writeStringField(field, time == null ? null : time.toString());
    }
}
