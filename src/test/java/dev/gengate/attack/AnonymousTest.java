package dev.gengate.attack;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.contract.ApiContract;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is open without credentials is on purpose, and docs/SECURITY.md says so; all else is refused. */
@QuarkusTest
class AnonymousTest extends GatewayTest {
    private static final Set<String> OPEN = Set.of("get /schemas/{name}");

    @Test
    void everyOperationButTheSchemasWantsCredentials() {
        Map<String, Integer> answered = new TreeMap<>();
        ApiContract.read().operations().forEach(operation -> answered.put(operation, status(operation)));

        answered.forEach((operation, status) -> {
            if (OPEN.contains(operation)) {
                assertEquals(404, status, operation + ", of a schema that is none");
            } else {
                assertEquals(401, status, operation);
            }
        });
        assertTrue(answered.size() >= 17, answered::toString);
    }

    private static int status(String operation) {
        String[] parts = operation.split(" ");
        String path = parts[1].replaceAll("\\{[a-z]+}", "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11");
        return given().contentType("application/json")
                .body("{}")
                .request(Method.valueOf(parts[0].toUpperCase()), Backends.gateway() + path)
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/openapi",
                "/schemas/generation-completed.schema.json",
                "/schemas/generation-stored.schema.json",
                "/schemas/generation-requested.schema.json",
                "/schemas/generation-rejected.schema.json",
                "/schemas/asyncapi.yaml"
            })
    void contractsAreForEverybody(String path) {
        assertEquals(200, given().get(Backends.gateway() + path).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/q",
                "/q/",
                "/q/health",
                "/q/health/ready",
                "/q/metrics",
                "/q/info",
                "/q/dev-ui",
                "/q/arc",
                "/metrics",
                "/openapi",
                "/schemas",
                "/schemas/",
                "/v1",
                "/callbacks/",
                "/console",
                "/console/",
                "/console/app.js"
            })
    void nothingElseIsThereForNobody(String path) {
        assertEquals(404, given().get(Backends.gateway() + path).statusCode());
    }
}
