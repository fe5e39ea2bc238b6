package dev.gengate.operator;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.account.RateLimitStore;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the brake holds, of all, of a model, of an account, and what is kept of who pulled it. */
@QuarkusTest
class BrakeTest extends GatewayTest {
    @Inject
    RateLimitStore limit;

    @AfterEach
    void nothingIsBraked() {
        ledger("delete from brake; update pace set model_brakes = null");
    }

    private static RequestSpecification ops() {
        return as(Backends.OPS_KEY);
    }

    @Test
    void brakeHoldsTheQueueUntilItIsReleased() {
        brake("{\"on\":true,\"reason\":\"a new key\"}")
                .statusCode(200)
                .body("on", equalTo(true))
                .body("setBy", equalTo("ops"))
                .body("until", nullValue())
                .body("pauseCause", equalTo("OPERATOR"));
        ads().get("/v1/brake")
                .then()
                .body("on", equalTo(true))
                .body("reason", nullValue())
                .body("setBy", nullValue());
        String id = submitted("held", "queued");
        ops().get("/v1/queue")
                .then()
                .body("callers.caller", hasItem("ads"))
                .body("callers.find { it.caller == 'ads' }.waiting", greaterThanOrEqualTo(1))
                .body("callers.find { it.caller == 'ads' }.nextStart", nullValue());
        as(Backends.SHOP_KEY).get("/v1/queue").then().body("callers.caller", not(hasItem("ads")));

        brake("{\"on\":false,\"reason\":\"it is valid\"}")
                .body("on", equalTo(false))
                .body("pauseCause", nullValue());

        ended(id).body("state", equalTo("succeeded"));
        ops().queryParam("actor", "ops")
                .get("/v1/audit")
                .then()
                .body("items[0].action", equalTo("release"))
                .body("items[1].action", equalTo("brake"))
                .body("items[1].reason", equalTo("a new key"));
    }

    @Test
    void brakeEndsByItself() {
        brakeForAMoment();

        ended(submitted("held for a moment")).body("state", equalTo("succeeded"));

        ads().get("/v1/brake").then().body("on", equalTo(false));
    }

    /** A machine that stalls for longer finds the moment over. */
    private static void brakeForAMoment() {
        await().untilAsserted(() -> brake("{\"on\":true,\"reason\":\"a moment\",\"until\":\""
                        + Instant.now().plusSeconds(2) + "\"}")
                .statusCode(200));
    }

    /** Of calls that were under way when it was pulled: one that names a pause, and one that does not. */
    @ParameterizedTest
    @ValueSource(strings = {"PT5S", ""})
    void brakeIsTheOperatorsAlthoughTheProviderRefuses(String asked) {
        brake("{\"on\":true,\"reason\":\"without an end\"}");
        refused(asked.isEmpty() ? null : Duration.parse(asked));

        Instant until = Instant.now().plusSeconds(600);
        brake("{\"on\":true,\"reason\":\"with an end\",\"until\":\"" + until + "\"}")
                .body("pauseCause", equalTo("OPERATOR"));
        assertEquals(
                0, numberInLedger("select count(*) from pace where paused_until > now() + interval '601 seconds'"));

        refused(asked.isEmpty() ? null : Duration.parse(asked));
        brake("{\"on\":false,\"reason\":\"done\"}").body("pauseCause", nullValue());
        ended(submitted("goes on")).body("state", equalTo("succeeded"));
    }

    @Test
    void releaseLeavesALongerPauseOfTheProvider() {
        brakeForAMoment();
        refused(Duration.ofMinutes(1));

        brake("{\"on\":false,\"reason\":\"done\"}")
                .body("on", equalTo(false))
                .body("pauseCause", equalTo("RATE_LIMITED"));
    }

    private void refused(Duration asked) {
        limit.pause("RATE_LIMITED", asked, Duration.ofSeconds(1), Duration.ofSeconds(30))
                .await()
                .indefinitely();
    }

    @Test
    void releaseLeavesALongerPauseThatWasThereBefore() {
        ledger("update pace set paused_until = now() + interval '1 minute', pause_reason = 'MAINTENANCE'");
        brakeForAMoment();

        brake("{\"on\":false,\"reason\":\"done\"}")
                .body("on", equalTo(false))
                .body("pauseCause", equalTo("MAINTENANCE"));
    }

    @Test
    void brakeOfOneModelHoldsThatOneAlone() {
        String model = "google/imagen4-fast";
        brake(heldModel(model, ",\"until\":\"" + Instant.now().plusSeconds(60) + "\""))
                .statusCode(200)
                .body("on", equalTo(false))
                .body("models.model", contains(model))
                .body("models[0].reason", equalTo("black pictures"));
        String held = submitted("held", "queued");
        String other = submitted(ads(), "{\"model\":\"google/imagen4\",\"input\":{\"prompt\":\"passes\"}}");

        ended(other).body("state", equalTo("succeeded"));
        Instant start = Instant.parse(read(held).extract().path("estimatedStart"));
        assertTrue(start.isAfter(Instant.now().plusSeconds(20)), start::toString);
        ops().get("/v1/brake").then().body("models.setBy", contains("ops"));

        brake("{\"on\":false,\"reason\":\"mended\",\"model\":\"" + model + "\"}")
                .body("models", nullValue());

        ended(held).body("state", equalTo("succeeded"));
        ops().queryParam("target", model)
                .get("/v1/audit")
                .then()
                .body("items[0].action", equalTo("release"))
                .body("items[1].action", equalTo("brake"));
    }

    private static String heldModel(String model, String more) {
        return "{\"on\":true,\"reason\":\"black pictures\",\"model\":\"" + model + "\"" + more + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"reason\":\"r\"}', /on",
        "'{\"on\":true}', /reason",
        "'{\"on\":1,\"reason\":\"r\"}', /on",
        "'{\"on\":true,\"reason\":\" \"}', /reason",
        "'{\"on\":true,\"reason\":\"r\",\"until\":\"2020-01-01T00:00:00Z\"}', /until",
        "'{\"on\":true,\"reason\":\"r\",\"until\":\"soon\"}', /until",
        "'{\"on\":true,\"reason\":\"r\",\"model\":\"of/nobody\"}', /model",
        "'{\"on\":false,\"reason\":\"r\",\"model\":\"a\\u0000\"}', /model",
        "'{\"on\":false,\"reason\":\"r\",\"account\":\"\\ud800\"}', /account",
        "'{\"on\":true,\"reason\":\"r\",\"model\":\"google/imagen4-fast\",\"account\":\"a\"}', /model"
    })
    void wrongBrakeNamesItsField(String body, String pointer) {
        brake(body).statusCode(422).body("errors.pointer", contains(pointer));
    }

    @Test
    void brakeOfAnAccountThatIsGoneIsReleased() {
        ledger("insert into brake (scope, until, reason, set_by, set_at)"
                + " values ('account:gone', 'infinity', 'r', 'ops', now())");
        ads().get("/v1/brake").then().body("accounts.account", contains("gone"));

        brake("{\"on\":false,\"reason\":\"it is gone\",\"account\":\"gone\"}")
                .statusCode(200)
                .body("accounts", nullValue());
        brake("{\"on\":true,\"reason\":\"r\",\"account\":\"gone\"}")
                .statusCode(422)
                .body("errors.pointer", contains("/account"));
    }

    private static ValidatableResponse brake(String body) {
        return ops().contentType("application/json").body(body).put("/v1/brake").then();
    }
}
