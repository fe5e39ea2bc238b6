package dev.gengate.models;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.GatewayTest;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller learns of the models by default, and what it is told of a request to one. */
@QuarkusTest
class ModelsTest extends GatewayTest {
    @Inject
    BeanManager beans;

    /** What an intake does not know it rejects for good. */
    @Test
    void directoryIsReadBeforeAnyIntakeStarts() {
        Map<String, Integer> priorities = beans.resolveObserverMethods(new StartupEvent()).stream()
                .collect(Collectors.toMap(
                        step -> step.getBeanClass().getSimpleName(), ObserverMethod::getPriority, Math::max));

        assertTrue(priorities.get("ModelDirectory") < priorities.get("Intakes"), priorities.toString());
    }

    @Test
    void textToImageModelsWithAPriceAreServed() {
        ads().get("/v1/models")
                .then()
                .statusCode(200)
                .body("items.model", hasItems("google/imagen4-fast", "z-image", "flux-2/pro-text-to-image"))
                .body("items.model", not(hasItem("flux-2/pro-image-to-image")))
                .body("items.kind", everyItem(equalTo("image")));
        ads().get("/v1/models?kind=video").then().statusCode(200).body("items", empty());
        ads().get("/v1/models?takes=image").then().statusCode(200).body("items", empty());
        ads().get("/v1/models?takes=text")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("query/takes"))
                .body("errors[0].detail", equalTo("must be one of image, video, audio, document"));
        ads().get("/v1/models?kind=hologram").then().statusCode(422).body("errors[0].pointer", equalTo("query/kind"));
        ads().get("/v1/models?sort=price").then().statusCode(422).body("errors[0].pointer", equalTo("query/sort"));
        ads().get("/v1/models?knd=image")
                .then()
                .statusCode(422)
                .body("errors[0].detail", equalTo("is not a known parameter; did you mean kind?"));
    }

    @Test
    void modelAndItsSchemaAreReadByName() {
        String version = ads().get("/v1/models/google/imagen4-fast")
                .then()
                .statusCode(200)
                .body("price.unit", equalTo("request"))
                .body("takes", empty())
                .body("result.urls.kind", equalTo(List.of("image")))
                .body("result.count", equalTo("input.num_images (as int), default 1"))
                .body("refersToEarlierTask", empty())
                .body("runningTime.typical", equalTo("PT1M"))
                .extract()
                .path("version");
        String schema = "/v1/models/google/imagen4-fast/schema";

        ads().get(schema)
                .then()
                .statusCode(200)
                .header("ETag", '"' + version + '"')
                .body("properties.prompt.maxLength", equalTo(5000));
        ads().header("If-None-Match", '"' + version + '"').get(schema).then().statusCode(304);
        ads().get("/v1/models/kling-3.0/video").then().statusCode(404);
    }

    /** As clients do that are made from the document; an escape that is no slash of a name stays refused. */
    @ParameterizedTest
    @CsvSource({
        "google%2Fimagen4-fast, 200",
        "google%2fimagen4-fast/schema, 200",
        "google%2F..%2F..%2Fgenerations, 404",
        "google%2F%2Fimagen4-fast, 404",
        "google%252Fimagen4-fast, 404",
        "google%2Eimagen4-fast, 404"
    })
    void slashOfANameMayBeEscaped(String name, int status) {
        ads().urlEncodingEnabled(false).get("/v1/models/" + name).then().statusCode(status);
        ads().urlEncodingEnabled(false).get("/v1%2Fmodels").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            google/imagen4-fats    | is not served; did you mean google/imagen4-fast?
            kling-3.0/video        | is not served; GET /v1/models lists the models that are
            sora-2-text-to-video   | is retired
            """)
    void modelThatIsNotServedIsRefused(String model, String detail) {
        submit("{\"model\":\"" + model + "\",\"input\":{\"prompt\":\"x\"},\"correlationId\":\"\"}")
                .statusCode(422)
                .body("errors.find { it.pointer == '/model' }.detail", equalTo(detail))
                .body("errors.pointer", hasItem("/correlationId"));
        assertEquals(0, provider.requests().size());
    }

    @Test
    void quoteIsThePriceOfTheInputAndStoresNothing() {
        long stored = numberInLedger("select count(*) from generation");
        quote("{\"input\":{\"prompt\":\"x\"}}")
                .statusCode(200)
                .body("model", equalTo("google/imagen4-fast"))
                .body("credits", equalTo(4))
                .body("from", nullValue());
        quote("{\"model\":\"nano-banana-2\",\"input\":{\"prompt\":\"x\",\"resolution\":\"4K\"}}")
                .statusCode(422);
        quote("{\"model\":\"grok-imagine/text-to-image\",\"input\":{\"prompt\":\"x\"}}")
                .statusCode(200)
                .body("credits", equalTo(5))
                .body("from", equalTo(4))
                .body("to", equalTo(5));
        quote("{\"input\":{\"prompt\":\"x\",\"negativ_prompt\":\"y\"}}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/input/negativ_prompt"))
                .body("errors[0].detail", equalTo("is not a known field; did you mean negative_prompt?"));
        assertEquals(stored, numberInLedger("select count(*) from generation"));
    }

    @Test
    void generationKeepsItsVersionAndItsPrice() {
        submit("{\"input\":{\"prompt\":\"x\"}}")
                .statusCode(202)
                .body("price", equalTo(4))
                .body("modelVersion.length()", equalTo(64));
    }

    private static ValidatableResponse quote(String body) {
        return ads().contentType(ContentType.JSON).body(body).post("/v1/quotes").then();
    }
}
