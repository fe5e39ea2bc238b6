package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.manifests.Kustomize;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks of {@link KubernetesManifestsTest} see what they are for: each planted error is found and named. */
@EnabledIf("dev.gengate.proof.manifests.Kustomize#available")
class PlantedErrorsTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/deploy/planted-errors.csv", delimiter = '|', quoteCharacter = '`')
    void plantedErrorIsFoundAndNamed(String title, String document, String pointer, String value, String named) {
        var manifests = Kustomize.render("overlays/prod");
        plant(document(manifests, document), JsonPointer.compile(pointer), value);

        var violations = Rule.allViolations(manifests).toList();

        assertTrue(violations.stream().anyMatch(violation -> violation.contains(named)), violations::toString);
    }

    /** Beside the Ingress stands a route. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    internal path in the route         | /rules/0/matches/0/path/value | "/v1/"              | /v1/ is internal
                    regular expression in the route    | /rules/0/matches/0/path/type  | "RegularExpression" | is internal
                    management Service in the route    | /rules/0/backendRefs/0/name   | "other"             | backend other:8080
                    every path in the route            | /rules/0/matches              |                     | without matches
                    route to nowhere                   | /rules/0/backendRefs          |                     | without backendRefs
                    every listener of the Gateway      | /parentRefs/0/sectionName     |                     | sectionName must be
                    listener without TLS               | /parentRefs/0/sectionName     | "http"              | sectionName must be
                    no Gateway                         | /parentRefs                   |                     | sectionName must be
                    """)
    void errorPlantedInTheRouteIsFoundAndNamed(String title, String pointer, String value, String named) {
        var manifests = Kustomize.render("overlays/prod");
        var route = Kustomize.render("overlays/prod-gateway-api").the("HTTPRoute");
        plant(route, JsonPointer.compile("/spec" + pointer), value);
        manifests.documents().add(route);

        var violations = Rule.allViolations(manifests).toList();

        assertTrue(violations.stream().anyMatch(violation -> violation.contains(named)), violations::toString);
    }

    @Test
    void routeAloneIsPublicToo() {
        var manifests = Kustomize.render("overlays/prod-gateway-api");
        manifests.configuration().remove("GATEWAY_DB_TLS");

        var violations = Rule.allViolations(manifests).toList();

        assertEquals(List.of("GATEWAY_DB_TLS must be verify-full"), violations);
    }

    /** The document of a kind, or of a kind and a name. */
    private static ObjectNode document(Manifests manifests, String document) {
        var parts = document.split("/");
        return parts.length == 1 ? manifests.the(parts[0]) : manifests.named(parts[0], parts[1]);
    }

    private static void plant(ObjectNode document, JsonPointer pointer, String value) {
        JsonNode place = document.at(pointer.head());
        var field = pointer.last().getMatchingProperty();
        if (place instanceof ArrayNode array && value == null) {
            array.remove(pointer.last().getMatchingIndex());
        } else if (place instanceof ArrayNode array) {
            array.add(Json.read(value));
        } else if (value == null) {
            assertTrue(((ObjectNode) place).remove(field) != null, "there is something to remove");
        } else {
            ((ObjectNode) place).set(field, Json.read(value));
        }
    }
}
