package dev.gengate.outbox.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.LocalKafka;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that a real producer fails to send for a reason that says nothing, beside some that it sends. */
class BlameTest {
    private static final String TOPIC = "blame";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Set<String> poison = new HashSet<>();
    private final TopicFlow flow = new TopicFlow(TOPIC, 4_000, EventFlow.MOST_BYTES, Clock.fixed(NOW, ZoneOffset.UTC));
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", LocalKafka.shared().bootstrapServers(), "linger.ms", 50),
            new StringSerializer() {
                @Override
                public byte[] serialize(String topic, String key) {
                    if (poison.contains(key)) {
                        throw new IllegalArgumentException("of no class that anybody knows");
                    }
                    return super.serialize(topic, key);
                }
            },
            new StringSerializer());

    @BeforeEach
    void topic() {
        LocalKafka.shared().createTopic(TOPIC);
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventThatFailsForNoKnownReasonIsSetAsideInTheEndAndTheOthersGoOn(boolean onlyTopic) {
        Blame blame = new Blame(flow, onlyTopic);
        UUID bad = poison();

        for (int tries = 1; tries < Doubts.MOST_TRIES; tries++) {
            PartitionStalledException later = assertInstanceOf(PartitionStalledException.class, send(blame, bad));
            assertEquals(NOW.plusSeconds(10), later.again());
            assertNull(send(blame, UUID.randomUUID()));
        }
        assertEquals(EventFault.UNEXPLAINED, EventFault.of(send(blame, bad)));
        assertEquals(EventFault.UNEXPLAINED, EventFault.of(send(blame, bad)), "when it is tried again, too");
        assertTrue(flow.takes());
    }

    @Test
    void whereAllFailAndNoneIsTakenNoneIsSetAside() {
        Blame blame = new Blame(flow, false);
        UUID[] bad = {poison(), poison(), poison(), poison()};

        for (int tries = 0; tries < 2 * Doubts.MOST_TRIES; tries++) {
            for (UUID event : bad) {
                assertFalse(EventFault.of(send(blame, event)).ofRecord());
            }
        }
        assertFalse(flow.takes(), "the topic waits");
    }

    @Test
    void eventsThatComeFirstAndNeverFitAreSetAsideInTheEndHoweverManyTheyAre() {
        Doubts doubts = new Doubts();
        List<UUID> bad = new ArrayList<>(
                IntStream.range(0, 6).mapToObj(i -> UUID.randomUUID()).toList());

        for (int pauses = 0; pauses < 6 * Doubts.MOST_TRIES; pauses++) {
            Instant now = NOW.plus(TopicFlow.SHORTEST_PAUSE.multipliedBy(pauses));
            bad.removeIf(event -> doubts.about(event, now) == Doubts.Verdict.SET_ASIDE);
        }

        assertEquals(List.of(), bad);
    }

    /** A topic that is compacted refuses a record without a key. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsInTheBatchOfARefusedOneGoAgainSoonAndNothingElseWaits(boolean onlyTopic) throws Exception {
        Blame blame = new Blame(flow, onlyTopic);
        String compacted = "blame-compacted-" + onlyTopic;
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", LocalKafka.shared().bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic(compacted, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        producer.partitionsFor(compacted);
        Future<?> beside = producer.send(new ProducerRecord<>(compacted, "beside", ""));
        Future<?> refused = producer.send(new ProducerRecord<>(compacted, null, ""));

        assertEquals(EventFault.REFUSED, EventFault.of(after(blame, refused)));
        PartitionStalledException soon = assertInstanceOf(PartitionStalledException.class, after(blame, beside));
        assertEquals(NOW.plusSeconds(1), soon.again());
        assertTrue(flow.takes());
        assertEquals(Duration.ZERO, flow.held());
    }

    private static Throwable after(Blame blame, Future<?> sent) {
        ExecutionException answer = assertThrows(ExecutionException.class, sent::get);
        return blame.of(UUID.randomUUID(), blame.answered((Exception) answer.getCause()));
    }

    private UUID poison() {
        UUID event = UUID.randomUUID();
        poison.add(event.toString());
        return event;
    }

    /** What became of it; null if it was taken. */
    private Throwable send(Blame blame, UUID event) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, event.toString(), "")).get();
            return blame.answered(null);
        } catch (RuntimeException e) {
            return blame.of(event, e);
        } catch (ExecutionException e) {
            return blame.of(event, e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
