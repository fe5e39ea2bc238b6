package dev.gengate;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.outbox.topic.EventSchema;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Test;

/** The main path through the packaged jar, as its users have it. */
@QuarkusIntegrationTest
class PackagedGatewayIT extends GatewayTest {

    @Test
    void submissionBecomesOneEvent() {
        String id = submitted("packaged", "submitted");

        CompletedEvent event = events.awaitEventOf(id);
        EventSchema.assertValid(event.json().toString());
        assertEquals("succeeded", event.outcome());
        ended(id).body("state", equalTo("succeeded"));
    }

    @Test
    void invalidInputIsAProblem() {
        submit("{\"input\":{}}").statusCode(422).contentType("application/problem+json");
    }

    @Test
    void contractIsServed() {
        ads().get("/schemas/generation-completed.schema.json").then().statusCode(200);
        ads().get("/schemas/asyncapi.yaml").then().statusCode(200);
        ads().get("/q/openapi").then().statusCode(200);
        ads().get("/q/swagger-ui").then().statusCode(404);
    }

    @Test
    void healthAndMetricsAreOnTheManagementPortOnly() {
        for (String probe : new String[] {"started", "live", "ready"}) {
            // a replica that has just started says 503 until its pool is warm
            await().until(() ->
                    given().get(Backends.management() + "/q/health/" + probe).statusCode() == 200);
        }
        given().get(Backends.management() + "/q/metrics").then().statusCode(200);
        given().get(Backends.gateway() + "/q/metrics").then().statusCode(404);
        given().get(Backends.gateway() + "/q/health").then().statusCode(404);
    }
}
