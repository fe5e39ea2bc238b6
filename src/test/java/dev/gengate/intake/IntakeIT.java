package dev.gengate.intake;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import dev.gengate.proof.servers.TcpSwitch;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests by a topic, over two replicas of which one is killed, and while the database is away. */
@Tag("gate")
class IntakeIT {
    private static final String TOPIC = "ads.requests";
    private static final String SOURCE = "/ads";
    private static final int RECORDS = 300;
    /** One in so many is no request. */
    private static final int BAD = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final KieSimulatorClient PROVIDER = Backends.provider();

    private static LocalKafka kafka;
    private static TcpSwitch way;
    private static Map<String, String> environment;
    private static PackagedGateway one;
    private static PackagedGateway other;
    private static RequestTopic requests;
    private static CompletedEvents events;
    private static CompletedEvents rejections;

    @BeforeAll
    static void start() {
        PROVIDER.reset();
        kafka = LocalKafka.start(Map.of(), Map.of("num.partitions", "4"));
        requests = new RequestTopic(kafka.bootstrapServers(), TOPIC);
        requests.sent("first", Map.of(), "makes the topic, of four partitions");
        kafka.createTopic(TOPIC + ".rejected");
        kafka.createTopic(Backends.TOPIC);
        way = TcpSwitch.to(LocalPostgres.shared().port());
        environment = PackagedGateway.environment(LocalPostgres.shared(), kafka.bootstrapServers());
        environment.put("GATEWAY_INTAKE__ADS__TOPIC", TOPIC);
        environment.put("GATEWAY_INTAKE__ADS__CALLER", "ads");
        // what the killed replica had accepted and not sent ends in the time of a test
        environment.put("GATEWAY_PROVIDER_KIE_CONNECT_TIMEOUT", "2S");
        environment.put("GATEWAY_PROVIDER_KIE_READ_TIMEOUT", "5S");
        environment.put("GATEWAY_DEADLINE_CONFIRMATION", "5S");
        environment.put("GATEWAY_PACE_LIMIT", "100000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("GATEWAY_DB_PORT", String.valueOf(way.port()));
        one = PackagedGateway.start(environment).awaitReady();
        other = PackagedGateway.start(PackagedGateway.anotherReplica(environment))
                .awaitReady();
        events = CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC);
        rejections = CompletedEvents.open(kafka.bootstrapServers(), TOPIC + ".rejected");
    }

    @AfterAll
    static void stop() {
        requests.close();
        events.close();
        rejections.close();
        one.close();
        other.close();
        way.close();
        kafka.close();
    }

    @BeforeEach
    void bothRun() {
        if (other.ended()) {
            other = PackagedGateway.start(PackagedGateway.anotherReplica(environment))
                    .awaitReady();
        }
    }

    @Test
    void everyRecordIsAGenerationOrARejectionThoughAReplicaIsKilledMeanwhile() {
        await().atMost(PATIENCE).until(() -> partitions(one) == 2 && partitions(other) == 2);
        send("killed", 0, RECORDS / 2);
        await().atMost(PATIENCE).until(() -> generations("killed") > RECORDS / 20);
        other.kill();
        send("killed", RECORDS / 2, RECORDS);

        assertDecided("killed", RECORDS);

        bothRun();
        await().atMost(PATIENCE).until(() -> partitions(one) == 2 && partitions(other) == 2);
        send("again", 0, BAD);
        assertDecided("again", BAD);
    }

    @Test
    void recordsWaitWhileTheDatabaseIsAwayAndAreTakenThen() {
        way.turnTo(Ports.free());
        send("away", 0, 2 * BAD);

        await().atMost(PATIENCE)
                .until(() -> one.metrics().sum("gateway_intake_held_seconds{reason=\"ledger\"}")
                                + other.metrics().sum("gateway_intake_held_seconds{reason=\"ledger\"}")
                        >= 1);
        assertTrue(events.all().stream().noneMatch(event -> of(event, "away")));
        way.turnTo(LocalPostgres.shared().port());

        assertDecided("away", 2 * BAD);
    }

    private static void send(String kind, int from, int to) {
        IntStream.range(from, to)
                .forEach(n -> requests.send(
                        SOURCE, kind + "-" + n, n % BAD == 0 ? "{\"input\":{}}" : GatewayCalls.prompt("number " + n)));
        requests.flush();
    }

    private static void assertDecided(String kind, int sent) {
        Set<String> good = ids(kind, sent, false);
        Set<String> bad = ids(kind, sent, true);
        await().atMost(PATIENCE).until(() -> ended(kind).size() == good.size());
        await().atMost(PATIENCE).until(() -> rejected(kind).size() == bad.size());

        assertEquals(good, ended(kind));
        assertEquals(bad, rejected(kind));
        assertEquals(good.size(), generations(kind));
        assertEquals(Set.of(), PROVIDER.paidTwice());
    }

    private static Set<String> ids(String kind, int sent, boolean bad) {
        return IntStream.range(0, sent)
                .filter(n -> bad == (n % BAD == 0))
                .mapToObj(n -> kind + "-" + n)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ended(String kind) {
        return events.all().stream()
                .filter(event -> of(event, kind))
                .map(event -> event.json().path("correlationId").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean of(CompletedEvent event, String kind) {
        return event.json().path("correlationId").asText().startsWith(kind + "-");
    }

    private static Set<String> rejected(String kind) {
        return rejections.all().stream()
                .map(event -> event.headers().getOrDefault("ce_requestid", ""))
                .filter(id -> id.startsWith(kind + "-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long generations(String kind) {
        return Ledger.of(environment)
                .number("select count(*) from generation where correlation_id like '" + kind + "-%'");
    }

    private static double partitions(PackagedGateway gateway) {
        return gateway.metrics().sum("gateway_intake_partitions");
    }
}
