package dev.gengate.outbox.topic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.GenerationState;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.Ports;
import dev.gengate.support.GenerationRow;
import dev.gengate.support.HandClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Producers that are of no use any more; some because the broker knew their user too late. */
class RenewedProducerTest {
    private static final String TOPIC = "renewed";
    private static final String PASSWORD = "of-a-test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SCRAM_PORT = Ports.free();

    private static LocalKafka broker;

    private final String user = UUID.randomUUID().toString();
    private final List<Producer<String, byte[]>> made = new ArrayList<>();
    private final TopicProducer<String> producer = new TopicProducer<>(batch -> make());
    private final Queue<Optional<Throwable>> answers = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void brokerAsksForPasswords() {
        broker = LocalKafka.start(
                Map.of("SCRAM", "SASL_PLAINTEXT://localhost:" + SCRAM_PORT),
                Map.of(
                        "listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512",
                        "listener.name.scram.scram-sha-512.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;"));
        broker.createTopic(TOPIC);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void eventsFlowOnceTheBrokerKnowsTheUser() {
        assertThrows(SaslAuthenticationException.class, () -> producer.partitionsOf(TOPIC));
        brokerKnowsTheUser();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> producer.partitionsOf(TOPIC).size() == 1);
        assertTaken();
    }

    @Test
    void recordThatIsSentWithoutAskingForPartitionsGoesOnToo() {
        send();
        await().atMost(PATIENCE).until(() -> !answers.isEmpty());
        assertInstanceOf(SaslAuthenticationException.class, answers.remove().orElseThrow());
        brokerKnowsTheUser();

        await().atMost(PATIENCE).until(() -> {
            send();
            await().atMost(PATIENCE).until(() -> !answers.isEmpty());
            return answers.remove().isEmpty();
        });
    }

    /** Another broker may have refused it, and another caller may have heard why. */
    @Test
    void oneThatIsSilentForLongAndHasSentNothingIsReplaced() {
        Producer<String, byte[]> silent = make();
        assertThrows(SaslAuthenticationException.class, () -> silent.partitionsFor(TOPIC));
        brokerKnowsTheUser();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> silent.partitionsFor(TOPIC).size() == 1);
        TopicProducer<String> own = new TopicProducer<>(batch -> made.size() == 1 && made.add(null) ? silent : make());
        HandClock clock = new HandClock();
        TopicFlow flow = new TopicFlow(TOPIC, 4_000, EventFlow.MOST_BYTES, clock);
        TopicThread<String> thread = new TopicThread<>(TOPIC, own);
        TopicSender sender =
                new TopicSender(TOPIC, thread, flow, new EventDestinations(oneTopic(), Map::of, true), null, clock);

        sender.send(
                new StoredEvent(
                        GenerationRow.ended(UUID.randomUUID(), "{}", GenerationState.SUCCEEDED, "[]"), Instant.EPOCH),
                failure -> answers.add(Optional.ofNullable(failure)));
        await().atMost(PATIENCE).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            sender.askIfStalled();
            return !answers.isEmpty();
        });
        assertInstanceOf(PartitionStalledException.class, answers.remove().orElseThrow());

        sender.send(
                new StoredEvent(
                        GenerationRow.ended(UUID.randomUUID(), "{}", GenerationState.SUCCEEDED, "[]"), Instant.EPOCH),
                failure -> answers.add(Optional.ofNullable(failure)));
        await().atMost(PATIENCE).until(() -> !answers.isEmpty());
        assertTrue(answers.remove().isEmpty());
        thread.close();
    }

    /** Closed with a record that the broker may have, it would be there twice. */
    @Test
    void oneThatHasSentSomethingIsKept() {
        brokerKnowsTheUser();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> producer.partitionsOf(TOPIC).size() == 1);
        assertTaken();
        int before = made.size();

        producer.renewIfNothingSent();

        assertTaken();
        assertEquals(before, made.size());
    }

    @Test
    void recordThatTheClientTakesAndRefusesIsAnsweredOnceAndTheNextGoesToAnother() {
        InErrorState broken = new InErrorState();
        MockProducer<String, byte[]> next =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        TopicProducer<String> own = new TopicProducer<>(batch -> made.isEmpty() && made.add(broken) ? broken : next);
        List<Exception> heard = new ArrayList<>();

        own.send(record(), heard::add);
        broken.errorNext(new IllegalStateException("closed"));
        own.send(record(), heard::add);

        assertEquals(2, heard.size());
        assertEquals(InErrorState.WHY, heard.get(0));
        assertNull(heard.get(1));
        await().atMost(PATIENCE).until(broken::closed);
        assertFalse(next.closed());
    }

    private void assertTaken() {
        send();
        await().atMost(PATIENCE).until(() -> !answers.isEmpty());
        assertTrue(answers.remove().isEmpty());
    }

    private void send() {
        producer.send(record(), failure -> answers.add(Optional.ofNullable(failure)));
    }

    private static ProducerRecord<String, byte[]> record() {
        return new ProducerRecord<>(TOPIC, 0, "key", new byte[10]);
    }

    /** As the gateway's own. */
    private Producer<String, byte[]> make() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "localhost:" + SCRAM_PORT,
                "acks",
                "all",
                "delivery.timeout.ms",
                43_200_000,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, PASSWORD));
        Producer<String, byte[]> one = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        made.add(one);
        return one;
    }

    private void brokerKnowsTheUser() {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096);
        new KafkaTopics(broker.bootstrapServers()).change(admin -> admin.alterUserScramCredentials(
                        List.of(new UserScramCredentialUpsertion(user, scram, PASSWORD)))
                .all());
    }

    private static EventsConfig oneTopic() {
        Class<?>[] type = {EventsConfig.class};
        return (EventsConfig) Proxy.newProxyInstance(type[0].getClassLoader(), type, (config, setting, none) -> TOPIC);
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
