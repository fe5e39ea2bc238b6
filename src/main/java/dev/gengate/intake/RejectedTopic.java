package dev.gengate.intake;

import dev.gengate.outbox.topic.EventProducers;
import dev.gengate.outbox.topic.TopicThread;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where the rejections of one intake go. It has a producer and a thread of its own: a topic that is missing or denied blocks
 * both for seconds.
 */
final class RejectedTopic {
    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            20_000,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            4L * 1024 * 1024,
            // the client splits a refused batch by this size: one that is smaller into itself, until its thread dies
            ProducerConfig.BATCH_SIZE_CONFIG,
            0);

    private final TopicThread<byte[]> thread;

    RejectedTopic(String intake, EventProducers producers) {
        this.thread = producers.beside("intake-" + intake + "-rejections", SETTINGS);
    }

    /** Ends once the broker has it. */
    Uni<Void> send(ProducerRecord<byte[], byte[]> rejection) {
        return Uni.createFrom()
                .emitter(emitter -> thread.run(
                        kafka -> kafka.send(rejection, failure -> {
                            if (failure == null) {
                                emitter.complete(null);
                            } else {
                                emitter.fail(failure);
                            }
                        }),
                        emitter::fail));
    }
}
