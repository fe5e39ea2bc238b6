package dev.gengate.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.gateway.SuiteOutput;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.WallClock;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Replicas on machines of which one has another time. */
@Tag("gate")
@EnabledIf("dev.gengate.proof.servers.WallClock#canBeWrong")
class ClocksApartIT {
    private static final Duration APART = Duration.ofMinutes(20);
    private static final int GENERATIONS = 60;

    private final KieSimulatorClient provider = Backends.provider();
    private final Map<String, String> environment =
            PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());

    @BeforeEach
    void configure() {
        provider.reset();
        environment.put("GATEWAY_PACE_LIMIT", "1000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        environment.put("GATEWAY_RECONCILE_AFTER", "2S");
    }

    /** The callbacks of both go to the one in step, which commits what the other one has begun. */
    @Test
    void twoReplicasTwentyMinutesApartAreAsTwoInStep() throws SQLException {
        Map<String, String> ahead = PackagedGateway.anotherReplica(environment);
        ahead.putAll(WallClock.ahead(APART));
        try (PackagedGateway inStep = PackagedGateway.start(environment).awaitReady();
                PackagedGateway fast = PackagedGateway.start(ahead).awaitReady()) {
            String unconfirmed = submit(inStep, null, "a lighthouse [sim:lose-answer][sim:takes=9000]")
                    .body("state", equalTo("unconfirmed"))
                    .extract()
                    .path("id");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < GENERATIONS; i++) {
                String own = "http://localhost:" + (i % 2 == 0 ? environment : ahead).get("QUARKUS_HTTP_PORT");
                String fault = i % 5 == 0 ? "[sim:no-callback]" : "";
                ids.add(submit(inStep, own, "a lighthouse " + fault).extract().path("id"));
            }
            ids.add(unconfirmed);

            ids.forEach(id -> inStep.awaitSuccess(id));

            assertAll(
                    () -> assertEquals(0, number("select count(*) from generation where completed_at < created_at")),
                    () -> assertEquals(
                            0,
                            number(
                                    "select count(*) from generation where submitted_at < created_at - interval '1 second'")),
                    () -> assertEquals(
                            0,
                            number("select count(*) from generation where greatest(completed_at - now(),"
                                    + " now() - created_at) > interval '2 minutes'")),
                    () -> assertEquals(0, number("select count(*) from late_outcome")),
                    () -> assertEquals(List.of(), notPublishedOnce(ids)),
                    () -> assertEquals(0, inStep.metrics().sum("gateway_clock_skew_seconds"), 1),
                    () -> assertEquals(APART.toSeconds(), fast.metrics().sum("gateway_clock_skew_seconds"), 1),
                    () -> assertEquals(0, linesOfClocks(inStep)),
                    () -> assertEquals(1, linesOfClocks(fast)));
        }
    }

    @Test
    void replicaWhoseClockIsPutBackGoesOn() {
        Path clock = SuiteOutput.file("clock-" + environment.get("GATEWAY_DB_NAME"));
        WallClock.setAhead(clock, APART);
        environment.putAll(WallClock.set(clock));
        try (PackagedGateway gateway = PackagedGateway.start(environment).awaitReady()) {
            String early = submit(gateway, null, "a lighthouse").extract().path("id");
            gateway.awaitSuccess(early);
            assertEquals(0, minutesFromItsEndToItsRecord(early));

            WallClock.setAhead(clock, Duration.ZERO);
            await().atMost(Duration.ofSeconds(20)).until(() -> linesOfClocks(gateway) == 2);

            String polled = submit(gateway, null, "a lighthouse [sim:no-callback]")
                    .extract()
                    .path("id");

            gateway.awaitSuccess(polled);
        }
    }

    private static ValidatableResponse submit(PackagedGateway gateway, String address, String prompt) {
        var request = gateway.ads().body(GatewayCalls.prompt(prompt));
        return (address == null ? request : request.baseUri(address))
                .post("/v1/generations")
                .then()
                .statusCode(202);
    }

    private static long linesOfClocks(PackagedGateway gateway) {
        return gateway.log().stream()
                .filter(line -> line.path("message").asText().contains("machine's clock"))
                .count();
    }

    /** After a while: what a sweep takes for left over, it publishes within seconds. */
    private static List<String> notPublishedOnce(List<String> ids) {
        try (CompletedEvents events = CompletedEvents.open()) {
            ids.forEach(events::awaitEventOf);
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> !events.all()
                    .isEmpty());
            return ids.stream().filter(id -> events.eventsOf(id).size() != 1).toList();
        }
    }

    /** By the time of the record, by which Kafka retains it and may refuse it. */
    private static long minutesFromItsEndToItsRecord(String id) {
        try (CompletedEvents events = CompletedEvents.open()) {
            CompletedEvent event = events.awaitEventOf(id);
            Instant ended = Instant.parse(event.json().path("completedAt").asText());
            return Duration.between(ended, Instant.ofEpochMilli(event.at())).toMinutes();
        }
    }

    private long number(String sql) {
        return Ledger.of(environment).number(sql);
    }
}
