package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Resubmission and replay. */
@QuarkusTest
class OperatorTest extends GatewayTest {

    @Test
    void unconfirmedGenerationIsSentOnceMoreOnAnOperatorsWord() {
        String id = unconfirmed("lost for good");

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
        String id = submitted("found again");
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
}
