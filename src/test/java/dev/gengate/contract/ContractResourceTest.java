package dev.gengate.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.contract.ApiContract;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document is served as it is written, and names what the paths take. */
@QuarkusTest
class ContractResourceTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"/q/openapi", "/q/openapi.yaml", "/q/openapi.yml"})
    void documentIsServedAsItIsWritten(String path) throws IOException {
        Response answer = given().get(path);

        assertEquals(200, answer.statusCode());
        assertEquals("application/yaml;charset=UTF-8", answer.contentType());
        assertArrayEquals(
                getClass().getResource("/schema/openapi.yaml").openStream().readAllBytes(), answer.asByteArray());
    }

    @Test
    void everySchemaOfTheDocumentIsServedAndEveryFileOfTheContractIsInIt() throws IOException {
        JsonNode names = ApiContract.read().document().at("/paths/~1schemas~1{name}/get/parameters/0/schema/enum");
        Set<String> documented = new TreeSet<>();
        names.forEach(name -> documented.add(name.asText()));
        Set<String> there = new TreeSet<>(Set.of("asyncapi.yaml"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/schema"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("generation-"))
                    .forEach(there::add);
        }

        assertEquals(there, documented);
        documented.forEach(name -> given().get("/schemas/" + name).then().statusCode(200));
    }

    @Test
    void whatAPathDoesNotTakeIsAnsweredWithWhatItTakes() {
        Map<String, Set<String>> taken = new TreeMap<>();
        Map<String, Set<String>> allowed = new TreeMap<>();
        ApiContract.read().document().path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith("/v1/operations/{id}/")) {
                // answered with what the operation above takes
                return;
            }
            boolean belowAnId = path.getKey().contains("{id}/");
            taken.put(path.getKey(), belowAnId ? Set.of("HTTP/1.1 404 Not Found") : methods(path.getValue()));
            allowed.put(path.getKey(), allowedIfNotPatch(path.getKey()));
        });

        assertEquals(taken, allowed);
    }

    private static Set<String> methods(JsonNode path) {
        Set<String> methods = new TreeSet<>();
        path.properties().stream()
                .filter(operation -> operation.getValue().has("operationId"))
                .forEach(operation -> methods.add(operation.getKey().toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static Set<String> allowedIfNotPatch(String path) {
        Response answer = given().patch(path.replaceAll("[{}]", ""));
        String allow = answer.statusCode() == 405 ? answer.header("Allow") : answer.statusLine();
        return new TreeSet<>(Set.of(allow.split(", ")));
    }
}
