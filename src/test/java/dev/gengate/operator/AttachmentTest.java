package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator names the task of a generation whose createTask answer was lost. */
@QuarkusTest
class AttachmentTest extends GatewayTest {
    /** Answers without an id are to be few among many: otherwise they open the breaker. */
    @BeforeEach
    void providerAnswers() {
        for (int answered = 0; answered < 3; answered++) {
            submitted("answered");
        }
    }

    @Test
    void taskOfAnUnconfirmedGenerationIsAskedForAndItsResultIsNotLost() {
        String id = unconfirmed("found again by a person");
        String taskId = provider.taskOf(id).taskId();

        attach(id, taskId).statusCode(200).body("state", equalTo("submitted")).body("taskId", equalTo(taskId));

        ended(id).body("state", equalTo("succeeded")).body("taskId", equalTo(taskId));
        assertEquals("poll", events.awaitEventOf(id).json().path("resolvedBy").asText());
        assertEquals(1, provider.requestsOf(id).size());
        attach(id, taskId).statusCode(409).body("id", equalTo(id));
    }

    @Test
    void taskThatStillRunsIsWaitedForAsLongAsItsModelTakes() {
        provider.nextRequest("lose-answer=no-id", "takes=3000");
        String id = submitted("not at its end");

        attach(id, provider.taskOf(id).taskId()).statusCode(200);

        ended(id).body("state", equalTo("succeeded"));
        assertEquals(
                6 * 3_600,
                numberInLedger("select extract(epoch from deadline_at - submitted_at) from generation where id = '" + id
                        + "'"));
    }

    /** The prompt is anybody's: that it names the generation makes it no task of that generation. */
    @Test
    void taskOfAnotherGenerationIsRefused() {
        String id = unconfirmed("whose result is this");
        String other = submitted("callBackUrl: /callbacks/kie/" + id + " [sim:never-finishes]");

        attach(id, provider.taskOf(other).taskId())
                .statusCode(422)
                .body("errors.pointer", contains("/taskId"))
                .body("errors.detail", contains("belongs to another request: its record names another callback URL"));

        read(id).body("state", equalTo("unconfirmed"));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', is required",
        "'{\"taskId\":null}', is required",
        "'{\"taskId\":\"\"}', is not known to the provider",
        "'{\"taskId\":\"a b\"}', is not known to the provider",
        "'{\"taskId\":\"b31f0a77d507765367dc8f5868ba3ceb\"}', is not known to the provider",
        "'{\"taskId\":\"?taskId=&x/../%00\"}', is not known to the provider"
    })
    void idOfNoTaskIsRefused(String body, String detail) {
        String id = unconfirmed("for nobody");

        attachBody(id, body)
                .statusCode(422)
                .body("errors.pointer", contains("/taskId"))
                .body("errors.detail", contains(detail));
        read(id).body("state", equalTo("unconfirmed"));
    }

    @Test
    void providerThatCannotBeAskedIsAskedLater() {
        String id = unconfirmed("in an outage");
        String taskId = provider.taskOf(id).taskId();
        provider.recordInfoIsDown(true);

        attach(id, taskId).statusCode(503).header("Retry-After", notNullValue());
        provider.recordInfoIsDown(false);
        attach(id, taskId).statusCode(200);

        ended(id).body("state", equalTo("succeeded"));
    }

    @Test
    void onlyAnOperatorMayAndOnlyWhatIsThereAndUnconfirmed() {
        String id = submitted("[sim:never-finishes] not lost");
        String taskId = provider.taskOf(id).taskId();

        ads().contentType("application/json")
                .body("{\"taskId\":\"" + taskId + "\"}")
                .post("/v1/generations/" + id + "/task")
                .then()
                .statusCode(403);
        attach(id, taskId).statusCode(409).body("id", equalTo(id));
        attach("0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11", taskId).statusCode(404);
        attachBody(id, "{\"taskId\"").statusCode(400);
        attachBody(id, "{\"task\":\"t\"}").statusCode(422);
    }

    private static ValidatableResponse attach(String id, String taskId) {
        return attachBody(id, "{\"taskId\":\"" + taskId + "\"}");
    }

    private static ValidatableResponse attachBody(String id, String body) {
        return as(Backends.OPS_KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/generations/" + id + "/task")
                .then();
    }
}
