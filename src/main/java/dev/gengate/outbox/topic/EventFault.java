package dev.gengate.outbox.topic;

import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Why an event was not taken. An event at fault itself is set aside; for other faults the events of its topic wait. */
public enum EventFault {
    /** The event is larger than the producer or the topic takes. */
    TOO_LARGE("too_large", List.of(RecordTooLargeException.class, RecordBatchTooLargeException.class)),
    /** No record can be made from the row. */
    NOT_MADE("not_made", List.of(EventNotMadeException.class, SerializationException.class)),
    /** The topic takes other events but not this one. */
    REFUSED(
            "refused",
            List.of(InvalidRecordException.class, CorruptRecordException.class, PolicyViolationException.class)),
    /** The topic takes no events at the moment. A time that it does not take is the clock's, and so every event's. */
    TOPIC(
            "topic",
            List.of(
                    UnknownTopicOrPartitionException.class,
                    TopicAuthorizationException.class,
                    InvalidTopicException.class,
                    InvalidTimestampException.class,
                    NotEnoughReplicasException.class,
                    NotEnoughReplicasAfterAppendException.class,
                    InvalidRequiredAcksException.class,
                    UnsupportedForMessageFormatException.class,
                    UnsupportedCompressionTypeException.class)),
    /** Nobody knows why, but it is this event alone. */
    UNEXPLAINED("unexplained", List.of(UnexplainedFaultException.class)),
    /** The broker, the connection to it or the producer failed; or nobody knows why, and it is not this event alone. */
    BROKER(
            "broker",
            List.of(
                    RetriableException.class,
                    AuthenticationException.class,
                    AuthorizationException.class,
                    ProducerFencedException.class,
                    InvalidProducerEpochException.class,
                    OutOfOrderSequenceException.class,
                    UnsupportedVersionException.class,
                    InterruptException.class,
                    ConfigException.class,
                    IllegalStateException.class,
                    PartitionStalledException.class));

    private static final List<EventFault> ALL = List.of(values());

    private final String wireName;
    private final List<Class<? extends RuntimeException>> failures;

    EventFault(String wireName, List<Class<? extends RuntimeException>> failures) {
        this.wireName = wireName;
        this.failures = failures;
    }

    /** The fault of which a failure is a case. A topic that does not exist is a time-out with that cause. */
    public static EventFault of(Throwable failure) {
        Throwable cause =
                failure instanceof TimeoutException && failure.getCause() != null ? failure.getCause() : failure;
        return ALL.stream().filter(fault -> fault.has(cause)).findFirst().orElse(BROKER);
    }

    private boolean has(Throwable failure) {
        return failures.stream().anyMatch(type -> type.isInstance(failure));
    }

    /** Whether it is known whose failure it is. What is a KafkaException and no more is about the producer itself. */
    static boolean explains(Throwable failure) {
        return of(failure) != BROKER || BROKER.has(failure) || failure.getClass() == KafkaException.class;
    }

    /** Whether the event itself is at fault, so that others may be taken. */
    public boolean ofRecord() {
        return this != TOPIC && this != BROKER;
    }

    /** The name in the ledger and in metrics. */
    public String wireName() {
        return wireName;
    }
}
