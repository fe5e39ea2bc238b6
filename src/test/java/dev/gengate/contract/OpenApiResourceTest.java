package dev.gengate.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the OpenAPI document is asked for. */
@QuarkusTest
class OpenApiResourceTest extends GatewayTest {
    private static final Map<String, ObjectMapper> FORMATS =
            Map.of("json", new ObjectMapper(), "yaml", new YAMLMapper());

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, */*, yaml",
        "/q/openapi, text/html, yaml",
        "/q/openapi, application/json, json",
        "/q/openapi?format=JSON, */*, json",
        "/q/openapi.json, */*, json",
        "/q/openapi.yaml, application/json, yaml",
        "/q/openapi.yml, */*, yaml"
    })
    void documentIsYamlUnlessJsonIsAskedFor(String path, String accept, String format) throws IOException {
        Response answer = given().header("Accept", accept).get(path);

        assertEquals(200, answer.statusCode());
        assertEquals("application/" + format + ";charset=UTF-8", answer.contentType());
        assertEquals(
                FORMATS.get("json").readTree(SchemaFiles.read("openapi.json")),
                FORMATS.get(format).readTree(answer.asByteArray()));
    }
}
