package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A producer that is of no use any more. */
class RenewedProducerTest {
    private static final String TOPIC = "renewed";

    private final List<Exception> answers = new ArrayList<>();

    @Test
    void recordThatTheClientTakesAndRefusesIsAnsweredOnce() {
        InErrorState broken = new InErrorState();
        TopicProducer producer = new TopicProducer(batch -> broken);

        producer.send(record(), answers::add);
        broken.errorNext(new IllegalStateException("closed"));

        assertEquals(List.of(InErrorState.WHY), answers);
    }

    private static ProducerRecord<String, byte[]> record() {
        return new ProducerRecord<>(TOPIC, 0, "key", new byte[10]);
    }

    /** The client's own fails so after a fault that no broker here makes: it takes the record, and throws. */
    private static final class InErrorState extends MockProducer<String, byte[]> {
        static final KafkaException WHY = new KafkaException("in an error state");

        InErrorState() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            super.send(record, callback);
            throw WHY;
        }
    }
}
