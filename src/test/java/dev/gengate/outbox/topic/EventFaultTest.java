package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the producer may answer, and who waits for it. */
class EventFaultTest {

    @ParameterizedTest
    @MethodSource
    void failureIsOf(EventFault fault, Throwable failure) {
        assertEquals(fault, EventFault.of(failure));
    }

    static Stream<Arguments> failureIsOf() {
        return Stream.of(
                        of(
                                EventFault.TOO_LARGE,
                                new RecordTooLargeException("1 MiB"),
                                new RecordBatchTooLargeException("1 MiB")),
                        of(
                                EventFault.NOT_MADE,
                                new EventNotMadeException(new NullPointerException()),
                                new SerializationException("no text")),
                        of(
                                EventFault.REFUSED,
                                new InvalidRecordException("no key"),
                                new CorruptRecordException("no key"),
                                new PolicyViolationException("not here")),
                        of(
                                EventFault.TOPIC,
                                new UnknownTopicOrPartitionException("gone"),
                                new TimeoutException("5 s", new UnknownTopicOrPartitionException("gone")),
                                new TopicAuthorizationException("generation.completed"),
                                new InvalidTopicException("generation completed"),
                                new InvalidTimestampException("of tomorrow"),
                                new NotEnoughReplicasException("1")),
                        of(EventFault.UNEXPLAINED, new UnexplainedFaultException(new UnknownServerException("?"))),
                        of(
                                EventFault.BROKER,
                                new TimeoutException("9 s"),
                                new NetworkException("away"),
                                DisconnectException.INSTANCE,
                                new NotLeaderOrFollowerException("another"),
                                new AuthenticationException("who"),
                                new SaslAuthenticationException("who"),
                                new ClusterAuthorizationException("no"),
                                new UnknownServerException("?"),
                                new KafkaException("?"),
                                new IllegalStateException("the producer is closed"),
                                new ConfigException("no address"),
                                new CancellationException("not sent")))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource
    void whatNobodyCanExplainMayBeTheEvents(boolean explained, Throwable failure) {
        assertEquals(explained, EventFault.explains(failure), failure::toString);
    }

    static Stream<Arguments> whatNobodyCanExplainMayBeTheEvents() {
        return Stream.concat(
                Stream.of(new UnknownServerException("?"), new IllegalArgumentException("?"), new ApiException("?"))
                        .map(failure -> Arguments.of(false, failure)),
                failureIsOf()
                        .filter(known -> !(known.get()[1] instanceof UnknownServerException))
                        .map(known -> Arguments.of(true, known.get()[1])));
    }

    @Test
    void whatIsNotTheEventsOwnHoldsUpAll() {
        assertTrue(EventFault.TOO_LARGE.ofRecord() && EventFault.NOT_MADE.ofRecord() && EventFault.REFUSED.ofRecord());
        assertFalse(EventFault.TOPIC.ofRecord() || EventFault.BROKER.ofRecord());
    }

    private static List<Arguments> of(EventFault fault, Throwable... failures) {
        return Stream.of(failures).map(failure -> Arguments.of(fault, failure)).toList();
    }
}
