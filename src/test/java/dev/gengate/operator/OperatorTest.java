package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resubmission and replay. */
@QuarkusTest
class OperatorTest extends GatewayTest {

    @Test
    void unconfirmedGenerationIsSentOnceMoreOnAnOperatorsWord() {
        provider.nextRequest("lose-answer=reset", "no-callback");
        String id = submit(prompt("lost for good"))
                .statusCode(202)
                .body("state", equalTo("unconfirmed"))
                .extract()
                .path("id");

        ads().post("/v1/generations/" + id + "/resubmit").then().statusCode(403);
        as(Backends.OPS_KEY)
                .post("/v1/generations/" + id + "/resubmit")
                .then()
                .statusCode(202)
                .body("state", equalTo("queued"));

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(2, provider.requestsOf(id).size());
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/resubmit").then().statusCode(409);
    }

    @Test
    void resultOfTheFirstTaskAfterAResubmitIsNotLost() {
        provider.nextRequest("lose-answer=reset", "late=1500");
        String id = submit(prompt("found again")).statusCode(202).extract().path("id");
        provider.becomesUnavailable();

        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/resubmit").then().statusCode(202);

        ended(id).body("state", equalTo("succeeded"));
        provider.comesBack();
        assertEquals(1, provider.tasksOf(id).size());
    }

    @Test
    void submittedGenerationCannotBeResubmitted() {
        String id = submitted("[sim:never-finishes] fine");

        as(Backends.OPS_KEY)
                .post("/v1/generations/" + id + "/resubmit")
                .then()
                .statusCode(409)
                .body("id", equalTo(id));
        assertEquals(1, provider.tasksOf(id).size());
    }

    @Test
    void replayPublishesTheSameEventMarkedAsReplay() {
        String id = submitted("once more");
        CompletedEvent first = events.awaitEventOf(id);

        ads().post("/v1/generations/" + id + "/replay").then().statusCode(403);
        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(200);

        List<CompletedEvent> both = events.awaitEventsOf(id, 2);
        assertNull(first.header("gateway_replay"));
        assertEquals("true", both.get(1).header("gateway_replay"));
        assertEquals(first.id(), both.get(1).id());
        assertEquals(first.json(), both.get(1).json());
    }

    @Test
    void openGenerationHasNothingToReplay() {
        String id = submitted("[sim:never-finishes] open");

        as(Backends.OPS_KEY).post("/v1/generations/" + id + "/replay").then().statusCode(409);
        read(id).body("state", equalTo("submitted"));
    }

    @Test
    void replayOfATimeRangePublishesWhatEndedInIt() {
        String before = submitted("before the range");
        ended(before);
        Instant from = Instant.now();
        String inside = submitted("inside the range");
        events.awaitEventOf(inside);
        Instant to = Instant.now();

        String location = as(Backends.OPS_KEY)
                .contentType("application/json")
                .body("{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}")
                .post("/v1/replays")
                .then()
                .statusCode(202)
                .body("state", equalTo("running"))
                .extract()
                .header("Location");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> as(Backends.OPS_KEY)
                .get(location)
                .then()
                .body("state", equalTo("done"))
                .body("published", equalTo(1)));
        assertEquals(2, events.awaitEventsOf(inside, 2).size());
        assertEquals(1, events.eventsOf(before).size());
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', /from",
        "'{\"from\":\"yesterday\",\"to\":\"2026-01-01T00:00:00Z\"}', /from",
        "'{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}', /to",
        "'{\"from\":\"+999999999-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}', /from",
        "'{\"from\":1,\"to\":\"2026-01-01T00:00:00Z\"}', /from"
    })
    void invalidRangeNamesItsField(String body, String pointer) {
        as(Backends.OPS_KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/replays")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains(pointer));
    }

    @Test
    void bothEndsOfARangeAreNamedWhenBothAreWrong() {
        as(Backends.OPS_KEY)
                .contentType("application/json")
                .body("{\"from\":1,\"to\":2}")
                .post("/v1/replays")
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/from", "/to"));
    }

    @Test
    void atMost50ErrorsAreNamed() {
        as(Backends.OPS_KEY)
                .contentType("application/json")
                .body(IntStream.range(0, 60)
                        .mapToObj(i -> "\"f" + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}")))
                .post("/v1/replays")
                .then()
                .statusCode(422)
                .body("errors", hasSize(50));
    }

    @Test
    void unknownReplayIs404() {
        as(Backends.OPS_KEY)
                .get("/v1/replays/0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11")
                .then()
                .statusCode(404);
        as(Backends.OPS_KEY).get("/v1/replays/nope").then().statusCode(404);
    }
}
