package dev.gengate.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** In the OpenAPI document every error is a problem with an example, and what any operation can answer is said once. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemResponses implements OASFilter {
    private static final Map<String, String> EVERYWHERE = Map.of(
            "401", "No or wrong credentials",
            "403", "The caller has not the role for this",
            "503",
                    "Not possible now; nothing is acknowledged, the request may be sent again after Retry-After, with the"
                            + " same Idempotency-Key");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        for (Map.Entry<String, PathItem> path :
                document.getPaths().getPathItems().entrySet()) {
            if (path.getKey().startsWith("/v1")) {
                path.getValue().getOperations().values().forEach(operation -> describe(operation, path.getKey()));
            }
        }
    }

    private static void describe(Operation operation, String path) {
        Map<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        EVERYWHERE.forEach((status, description) -> responses.computeIfAbsent(
                status, added -> OASFactory.createAPIResponse().description(description)));
        responses.forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                response.setContent(problem(Integer.parseInt(status), response.getDescription(), path));
            }
        });
        operation.getResponses().setAPIResponses(responses);
    }

    private static Content problem(int status, String description, String path) {
        ProblemType type = ProblemType.ofStatus(status);
        Map<String, Object> example = new TreeMap<>(Map.of(
                "type", type.uri(),
                "title", type.title(),
                "status", status,
                "detail", description,
                "instance", path));
        return OASFactory.createContent()
                .addMediaType(
                        "application/problem+json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                                .example(example));
    }
}
