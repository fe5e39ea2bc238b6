package dev.gengate.proof.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.gengate.proof.servers.Backends;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

/** What a caller does, in one word each. */
public final class GatewayCalls {
    private GatewayCalls() {}

    /** A request of that caller's key. */
    public static RequestSpecification as(String key) {
        return given().baseUri(Backends.gateway().toString()).header("Authorization", "Bearer " + key);
    }

    /** A request of the caller {@code ads}. */
    public static RequestSpecification ads() {
        return as(Backends.ADS_KEY);
    }

    /** Submits a body as {@code ads}. */
    public static ValidatableResponse submit(String body) {
        return submit(ads(), body);
    }

    /** Submits a body with a request prepared before. */
    public static ValidatableResponse submit(RequestSpecification request, String body) {
        return request.contentType(ContentType.JSON)
                .body(body)
                .post("/v1/generations")
                .then();
    }

    /** Submits a prompt as {@code ads} and returns the generation's id. */
    public static String submitted(String prompt) {
        return submit(prompt(prompt)).statusCode(202).extract().path("id");
    }

    /** As {@link #submitted(String)}, once it has been answered in that state. */
    public static String submitted(String prompt, String state) {
        return submit(prompt(prompt))
                .statusCode(202)
                .body("state", equalTo(state))
                .extract()
                .path("id");
    }

    /** Submits a body with a request prepared before and returns the generation's id. */
    public static String submitted(RequestSpecification request, String body) {
        return submit(request, body).statusCode(202).extract().path("id");
    }

    /** A body with that prompt. */
    public static String prompt(String prompt) {
        return "{\"input\":{\"prompt\":\"" + prompt + "\"}}";
    }

    /** The generation as {@code ads} sees it now. */
    public static ValidatableResponse read(String id) {
        return ads().get("/v1/generations/" + id).then();
    }

    /** The generation once it has ended. */
    public static ValidatableResponse ended(String id) {
        return ads().header("Prefer", "wait=20")
                .get("/v1/generations/" + id)
                .then()
                .statusCode(200);
    }

    /** Posts to a callback URL as the provider does. */
    public static Response callback(String url, String body) {
        return given().contentType(ContentType.JSON).body(body).post(url);
    }
}
