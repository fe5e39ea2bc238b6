package dev.gengate.outbox;

import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** Whose fault it is that an event was not taken. One at fault itself stands aside; for the others all wait. */
enum EventFault {
    /** Of the event: larger than the producer or the topic takes. */
    TOO_LARGE("too_large", List.of(RecordTooLargeException.class, RecordBatchTooLargeException.class)),
    /** Of the event: no record can be made of its row. */
    NOT_MADE("not_made", List.of(EventNotMadeException.class, SerializationException.class)),
    /** Of the event: the topic takes others, and not this one. */
    REFUSED(
            "refused",
            List.of(
                    InvalidRecordException.class,
                    CorruptRecordException.class,
                    InvalidTimestampException.class,
                    PolicyViolationException.class)),
    /** Of the topic: it takes nothing now. */
    TOPIC(
            "topic",
            List.of(
                    UnknownTopicOrPartitionException.class,
                    TopicAuthorizationException.class,
                    InvalidTopicException.class,
                    NotEnoughReplicasException.class,
                    NotEnoughReplicasAfterAppendException.class,
                    InvalidRequiredAcksException.class,
                    UnsupportedForMessageFormatException.class,
                    UnsupportedCompressionTypeException.class)),
    /** Of the broker, or of the way there; and whatever is not known. */
    BROKER("broker", List.of());

    private static final List<EventFault> ALL = List.of(values());

    private final String wireName;
    private final List<Class<? extends RuntimeException>> failures;

    EventFault(String wireName, List<Class<? extends RuntimeException>> failures) {
        this.wireName = wireName;
        this.failures = failures;
    }

    static EventFault of(Throwable failure) {
        return ALL.stream()
                .filter(fault -> fault.failures.stream().anyMatch(type -> type.isInstance(failure)))
                .findFirst()
                .orElse(BROKER);
    }

    /** Whether it is the event's own, and another one may be taken. */
    boolean ofRecord() {
        return this != TOPIC && this != BROKER;
    }

    /** As the ledger and the metrics have it. */
    String wireName() {
        return wireName;
    }
}
