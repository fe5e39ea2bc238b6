package dev.gengate.outbox.topic;

import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Decides whether a failure is the event's own, its topic's, or the broker's. */
final class Blame {
    private static final Logger LOG = Logger.getLogger(Blame.class);

    private final TopicFlow flow;
    private final boolean onlyTopic;
    private final Doubts doubts = new Doubts();

    /** @param onlyTopic whether there is no other */
    Blame(TopicFlow flow, boolean onlyTopic) {
        this.flow = flow;
        this.onlyTopic = onlyTopic;
    }

    /**
     * What becomes of an event by the broker's answer; null: the topic has taken it. Beside one that the broker refuses, the
     * client fails the others of the batch by a plain KafkaException: they go again.
     */
    Throwable answered(Exception failure) {
        if (failure == null) {
            doubts.taken();
        }
        boolean beside = failure != null && failure.getClass() == KafkaException.class;
        return beside ? flow.beside(failure) : failure;
    }

    /** A failure of one event. One that nobody can explain is the event's own while the topic takes others. */
    Throwable of(UUID event, Throwable failure) {
        if (EventFault.explains(failure)) {
            return ofTopic(failure);
        }
        LOG.warnf(
                "the event of generation %s is not taken: %s",
                event, failure.getClass().getName());
        return switch (doubts.about(event, flow.now())) {
            case TRY_AGAIN -> flow.doubted(failure);
            case SET_ASIDE -> new UnexplainedFaultException(failure);
            case NOT_THE_EVENTS -> ofTopic(failure);
        };
    }

    /** Where there are other topics, a failure that is not the event's own is this topic's: the others go on. */
    Throwable ofTopic(Throwable failure) {
        boolean waits = failure instanceof PartitionStalledException || failure instanceof CancellationException;
        if (waits || EventFault.of(failure).ofRecord()) {
            return failure;
        }
        if (!onlyTopic) {
            return flow.refused(failure);
        }
        flow.failed(failure);
        return failure;
    }
}
