package dev.gengate.contract;

import dev.gengate.problem.Problem;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** In the OpenAPI document every error is a problem with examples, and what any operation can answer is said once. */
public class ProblemResponses implements OASFilter {
    private static final Map<String, String> EVERYWHERE = Map.of(
            "400", "The request cannot be understood",
            "401", "No or wrong credentials",
            "403", "The caller has not the role for this",
            "406", "Something else than JSON is asked for",
            "500", "The gateway has a defect",
            "503",
                    "Not possible now; nothing is acknowledged, the request may be sent again after Retry-After, with the"
                            + " same Idempotency-Key");

    private static final Map<String, String> WITH_A_BODY =
            Map.of("413", "The body is over 1 MiB", "415", "The body is not application/json");

    /** Headers that an error of that status has, each a component of the document. */
    private static final Map<String, String> HEADERS =
            Map.of("401", "WWW-Authenticate", "429", "Retry-After", "503", "Retry-After");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        for (Map.Entry<String, PathItem> path :
                document.getPaths().getPathItems().entrySet()) {
            path.getValue().getOperations().values().forEach(operation -> describe(operation, path.getKey()));
        }
    }

    private static void describe(Operation operation, String path) {
        Map<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        if (path.startsWith("/v1")) {
            // the extension's, one object for all operations and in its own words
            responses.keySet().removeAll(Set.of("401", "403"));
            add(responses, EVERYWHERE);
        }
        if (operation.getRequestBody() != null) {
            add(responses, WITH_A_BODY);
        }
        ProblemExamples examples = new ProblemExamples(operation, path);
        responses.forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                describe(response, status, examples);
            }
        });
        operation.getResponses().setAPIResponses(responses);
    }

    private static void add(Map<String, APIResponse> responses, Map<String, String> more) {
        more.forEach((status, description) -> responses.computeIfAbsent(
                status, added -> OASFactory.createAPIResponse().description(description)));
    }

    private static void describe(APIResponse response, String status, ProblemExamples examples) {
        MediaType problem = OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"))
                .examples(examples.of(Integer.parseInt(status), response.getDescription()));
        response.setContent(OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, problem));
        String header = HEADERS.get(status);
        if (header != null) {
            response.addHeader(header, OASFactory.createHeader().ref("#/components/headers/" + header));
        }
    }
}
