package dev.gengate.submission;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, listing, cancelling, and who may. */
@QuarkusTest
class GenerationsTest extends GatewayTest {
    @Test
    void pagesGoFromNewestToOldestWithoutGapsOrRepeats() {
        String correlation = "page-" + UUID.randomUUID();
        String[] ids = new String[5];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = submitted(ads(), "{\"input\":{\"prompt\":\"p\"},\"correlationId\":\"" + correlation + "\"}");
        }

        String second = page(correlation, 2, null, ids[4], ids[3]);
        String third = page(correlation, 2, second, ids[2], ids[1]);
        String end = page(correlation, 2, third, ids[0]);

        org.junit.jupiter.api.Assertions.assertNull(end);
    }

    private static String page(String correlation, int limit, String cursor, String... ids) {
        var request = ads().queryParam("correlationId", correlation).queryParam("limit", limit);
        if (cursor != null) {
            request.queryParam("cursor", cursor);
        }
        return request.get("/v1/generations")
                .then()
                .statusCode(200)
                .body("items.id", contains(ids))
                .extract()
                .path("nextCursor");
    }

    @Test
    void listingByStateShowsThatStateOnly() {
        String failed = submitted("[sim:fail] listed");
        ended(failed);

        ads().queryParam("state", "failed")
                .get("/v1/generations")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(failed))
                .body("items.state", not(hasItem("succeeded")));
        ads().queryParam("state", "submitted").get("/v1/generations").then().body("items.id", not(hasItem(failed)));
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 101", "limit, x", "limit, -1", "state, done", "cursor, zzz", "cursor, '!'"})
    void invalidQueryNamesItsParameter(String name, String value) {
        ads().queryParam(name, value)
                .get("/v1/generations")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("query/" + name));
    }

    @Test
    void foreignGenerationIsAsUnknownAsNone() {
        String foreign = submitted("mine");
        String none = UUID.randomUUID().toString();

        for (Method method : List.of(Method.GET, Method.DELETE)) {
            Response answer = byShop(method, foreign);

            assertEquals(404, answer.statusCode());
            assertEquals("urn:gengate:problem:not-found", answer.path("type"));
            assertEquals(whole(byShop(method, none), none), whole(answer, foreign));
        }
        as(Backends.SHOP_KEY).get("/v1/generations").then().body("items.id", not(hasItem(foreign)));
    }

    private static Response byShop(Method method, String id) {
        return as(Backends.SHOP_KEY).request(method, "/v1/generations/" + id);
    }

    private static String whole(Response answer, String id) {
        return (answer.statusLine() + "\n" + answer.headers() + "\n" + answer.asString()).replace(id, "{id}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "nope", "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11", "%00", "..%2f..", "a b"})
    void unknownIdIs404(String id) {
        ads().urlEncodingEnabled(false)
                .get("/v1/generations/" + id.replace(" ", "%20"))
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void getWaitsForTheEnd() {
        String id = submitted("[sim:takes=700] wait for it");

        ads().header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200)
                .header("Preference-Applied", equalTo("wait=20"))
                .body("state", equalTo("succeeded"));
    }

    @Test
    void readingIsNeverAsynchronous() {
        String id = submitted("read at once");

        ads().header("Prefer", "respond-async")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200)
                .header("Preference-Applied", nullValue());
    }

    @Test
    void withoutOrWithWrongCredentialsIs401() {
        RestAssured.given()
                .get("/v1/generations")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("type", equalTo("urn:gengate:problem:unauthorized"));
        as("wrong").get("/v1/credits").then().statusCode(401).contentType("application/problem+json");
        submit(as("wrong"), prompt("x"))
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer error=\"invalid_token\""))
                .body("detail", startsWith("The key or token that was presented is not known"));
        RestAssured.given()
                .header("Authorization", "Basic YTpi")
                .get("/v1/generations")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"));
    }

    @Test
    void operatorSeesAllButMayNotSubmitWithoutTheRole() {
        String id = submitted("seen by ops");

        submit(as(Backends.OPS_KEY), prompt("x"))
                .statusCode(403)
                .contentType("application/problem+json")
                .body("detail", startsWith("The caller lacks the required role, submit."));
        as(Backends.OPS_KEY).get("/v1/generations/" + id).then().statusCode(200);
        as(Backends.OPS_KEY).get("/v1/generations").then().statusCode(200).body("items.id", hasItem(id));
    }

    /** Not yet is not never. */
    @Test
    void resultThatIsNotThereSaysWhy() {
        String open = submitted("[sim:never-finishes] open");
        String failed = submitted("[sim:fail] failed");
        ended(failed);

        result(open).body("detail", startsWith("The generation is submitted, and has its results when it has ended"));
        result(failed).body("detail", equalTo("The generation has ended as failed, and has no file."));
    }

    private static ValidatableResponse result(String id) {
        return ads().get("/v1/generations/" + id + "/results/1").then().statusCode(404);
    }

    @Test
    void onlyAQueuedGenerationCanBeCancelled() {
        String id = submitted("[sim:never-finishes] too late");

        ads().delete("/v1/generations/" + id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("id", equalTo(id));
    }

    @Test
    void unknownPathAndMethodAreProblems() {
        ads().get("/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        ads().put("/v1/generations")
                .then()
                .statusCode(405)
                .contentType("application/problem+json")
                .header("Allow", equalTo("GET, HEAD, POST"));
    }

    @Test
    void listingIsLimitedTo20UnlessAsked() {
        for (int i = 0; i < 21; i++) {
            submitted("many");
        }
        ads().get("/v1/generations").then().body("items", hasSize(20)).body("nextCursor", notNullValue());
    }
}
