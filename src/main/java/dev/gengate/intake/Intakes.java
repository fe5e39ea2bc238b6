package dev.gengate.intake;

import dev.gengate.outbox.topic.EventProducers;
import dev.gengate.submission.Requests;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Starts the configured intakes; without any, nothing is started. */
@ApplicationScoped
class Intakes {
    private static final Logger LOG = Logger.getLogger(Intakes.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final IntakeConfig config;
    private final IntakeChannels channels;
    private final IntakePartitions partitions;
    private final RequestEvents requestEvents;
    private final Requests requests;
    private final EventProducers producers;
    private final Duration keysAreKept;
    private final MeterRegistry registry;
    private final Vertx vertx;
    private final Clock clock;
    private final List<Intake> intakes = new ArrayList<>();

    Intakes(
            IntakeConfig config,
            IntakeChannels channels,
            @Identifier(IntakePartitions.LISTENER) IntakePartitions partitions,
            RequestEvents requestEvents,
            Requests requests,
            EventProducers producers,
            @ConfigProperty(name = "gateway.retention.completed") Duration keysAreKept,
            MeterRegistry registry,
            Vertx vertx,
            Clock clock) {
        this.config = config;
        this.channels = channels;
        this.partitions = partitions;
        this.requestEvents = requestEvents;
        this.requests = requests;
        this.producers = producers;
        this.keysAreKept = keysAreKept;
        this.registry = registry;
        this.vertx = vertx;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        config.byName().forEach(this::start);
    }

    private void start(String name, IntakeConfig.Topic of) {
        RejectedTopic answers = new RejectedTopic(name, producers);
        IntakeGate gate = new IntakeGate((pause, task) -> vertx.setTimer(pause.toMillis(), timer -> task.run()));
        IntakeMetrics metrics = new IntakeMetrics(name, registry, clock);
        Intake intake = new Intake(name, of, keysAreKept, requestEvents, requests, answers, gate, metrics, clock);
        intakes.add(intake);
        partitions.watch(name, of.topic());
        read(name, of.topic(), intake, metrics);
    }

    /** Goes on for ever: a stream that breaks off is opened anew, and its records without an acknowledgement come again. */
    private void read(String name, String topic, Intake intake, IntakeMetrics metrics) {
        Multi.createFrom()
                .deferred(() -> {
                    IntakeMemory memory =
                            new IntakeMemory(IntakeMemory.share(config.byName().size()));
                    metrics.reads(memory);
                    return decided(channels.records(name, topic), intake, memory);
                })
                .onFailure()
                .invoke(failure -> broken(name, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(acknowledged -> {}, failure -> broken(name, failure));
    }

    /** The next record is asked for when there is room for the last one. */
    private static Multi<Void> decided(Multi<Message<?>> records, Intake intake, IntakeMemory memory) {
        return records.onItem()
                .transformToUniAndConcatenate(message ->
                        memory.take(IntakeMemory.bytes(record(message))).replaceWith(message))
                .onItem()
                .transformToUni(message -> decided(message, intake)
                        .onTermination()
                        .invoke(() -> memory.giveBack(IntakeMemory.bytes(record(message)))))
                .merge(IntakeGate.MOST);
    }

    private static void broken(String name, Throwable failure) {
        LOG.errorf("intake %s: reading failed and starts again: %s", name, failure);
    }

    private static Uni<Void> decided(Message<?> message, Intake intake) {
        return intake.decide(record(message))
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .invoke(failure -> LOG.errorf("a record was processed, but could not be acknowledged: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** The channel has no other kind. */
    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> record(Message<?> message) {
        IncomingKafkaRecordMetadata<byte[], byte[]> metadata =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        return metadata.getRecord();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        intakes.forEach(Intake::stop);
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        intakes.forEach(Intake::stop);
    }
}
