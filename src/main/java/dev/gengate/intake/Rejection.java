package dev.gengate.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gengate.outbox.topic.EventHeaders;
import dev.gengate.problem.Problem;
import dev.gengate.problem.ProblemException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * The answer to a record that is not taken: the problem that the API would answer with, as a CloudEvent in binary mode. It holds
 * nothing of the request but its ids.
 */
record Rejection(ConsumerRecord<byte[], byte[]> record, RequestEvent request, ProblemException problem) {
    static final String TYPE = "dev.gengate.generation.rejected.v1";
    /** The {@code $id} of the schema of the data. */
    static final String SCHEMA = "urn:dev.gengate:schema:generation-rejected:v1";
    /** Behind the name of the topic of the requests. */
    static final String TOPIC = ".rejected";

    private static final int SMALL = 255;

    private static final JsonMapper JSON = new JsonMapper();

    /** For a topic that takes none of a record whose ids nearly fill it: its place tells which it was. */
    Rejection withoutWhatIsLong() {
        ConsumerRecord<byte[], byte[]> bare =
                new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), small(record.key()), null);
        RequestEvent named = new RequestEvent(
                small(request.source()), small(request.id()), small(request.traceparent()), null, null);
        return new Rejection(
                bare, named, ProblemException.of(problem.type(), problem.type().title() + "."));
    }

    private static byte[] small(byte[] key) {
        return key == null || key.length > SMALL ? null : key;
    }

    private static String small(String id) {
        return id == null || id.length() > SMALL ? null : id;
    }

    /** @param now when it was decided */
    ProducerRecord<byte[], byte[]> record(Instant now) {
        ProducerRecord<byte[], byte[]> answer =
                new ProducerRecord<>(record.topic() + TOPIC, null, now.toEpochMilli(), record.key(), value());
        Headers headers = answer.headers();
        String id = record.topic() + "-" + record.partition() + "-" + record.offset();
        new EventHeaders(id, TYPE, null, now, SCHEMA, Problem.MEDIA_TYPE).addTo(headers);
        EventHeaders.add(headers, "ce_requestsource", request.source());
        EventHeaders.add(headers, "ce_requestid", request.id());
        EventHeaders.add(headers, "traceparent", request.traceparent());
        return answer;
    }

    private byte[] value() {
        String instance = "/" + record.topic() + "/" + record.partition() + "/" + record.offset();
        try {
            return JSON.writeValueAsBytes(problem.problem(instance));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written", e);
        }
    }
}
