package dev.gengate.outbox.topic;

import dev.gengate.generation.Generation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;

/**
 * The topic of results that were stored only after their generation's event had gone. It has few events: they go one by
 * one, by a producer and on a thread of their own, so that a topic that is missing holds up nobody else.
 */
@ApplicationScoped
public class StoredTopic {
    private final EventProducers producers;
    private final EventsConfig config;
    private final Vertx vertx;

    StoredTopic(EventProducers producers, EventsConfig config, Vertx vertx) {
        this.producers = producers;
        this.config = config;
        this.vertx = vertx;
    }

    /** Ends once the broker has the event, or will not take it. */
    public Uni<Void> send(Generation row, Instant storedAt) {
        return Uni.createFrom().emitter(emitter -> vertx.executeBlocking(
                        () -> {
                            Producer<String, byte[]> kafka =
                                    producers.producerOf(config.storedTopic()).get();
                            kafka.send(
                                    new StoredEvent(row, storedAt).record(config.storedTopic()), (taken, failure) -> {
                                        if (failure == null) {
                                            emitter.complete(null);
                                        } else {
                                            emitter.fail(failure);
                                        }
                                    });
                            return null;
                        },
                        false)
                .onFailure(emitter::fail));
    }
}
