package dev.gengate.contract;

import dev.gengate.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;

/** What the problems of one operation look like in the OpenAPI document: each type by its name. */
final class ProblemExamples {
    private static final String ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final Set<ProblemType> OF_SUBMISSIONS =
            EnumSet.of(ProblemType.KEY_REUSED, ProblemType.REFUSED_INPUT, ProblemType.QUOTA_EXCEEDED);
    private static final Set<ProblemType> WITH_ID =
            EnumSet.of(ProblemType.KEY_REUSED, ProblemType.REFUSED_INPUT, ProblemType.CONFLICT);
    private static final Map<ProblemType, String> DETAILS = Map.of(
            ProblemType.MALFORMED_JSON, "The body is not well-formed JSON at line 1, column 12.",
            ProblemType.UNAUTHORIZED, "Present the caller's key as Authorization: Bearer <key>.",
            ProblemType.NO_CREDITS, "The provider's account has no credits; nothing was stored.",
            ProblemType.INVALID_INPUT, "1 field is not valid",
            ProblemType.KEY_REUSED, "The Idempotency-Key belongs to another request of this caller.",
            ProblemType.REFUSED_INPUT, refused("invalid_input"),
            ProblemType.QUEUE_FULL, "As many generations wait as may wait; nothing was stored.",
            ProblemType.QUOTA_EXCEEDED,
                    "The daily limit of 1000 submissions is used up; it resets at 2026-01-02T00:00:00Z. Nothing was stored.",
            ProblemType.INTERNAL, "This is a defect and was logged.");

    private final Operation operation;
    private final String path;

    ProblemExamples(Operation operation, String path) {
        this.operation = operation;
        this.path = path.replace("{id}", ID);
    }

    /** @param description what the operation says of that status, for types that have no words of their own */
    Map<String, Example> of(int status, String description) {
        Map<String, Example> examples = new LinkedHashMap<>();
        Arrays.stream(ProblemType.values())
                .filter(type -> type.status() == status && answered(type))
                .forEach(type -> examples.put(
                        name(type),
                        example(type, DETAILS.getOrDefault(type, description + "."), WITH_ID.contains(type))));
        if (submits() && status == ProblemType.NO_CREDITS.status()) {
            examples.put("no-credits-met", example(ProblemType.NO_CREDITS, refused("insufficient_credits"), true));
        }
        if (submits() && status == ProblemType.PROVIDER_ERROR.status()) {
            examples.put("provider-error", example(ProblemType.PROVIDER_ERROR, refused("provider_key_rejected"), true));
        }
        return examples;
    }

    private boolean answered(ProblemType type) {
        if (OF_SUBMISSIONS.contains(type)) {
            return submits();
        }
        return type != ProblemType.MALFORMED_JSON || operation.getRequestBody() != null;
    }

    private boolean submits() {
        return "submitGeneration".equals(operation.getOperationId());
    }

    private Example example(ProblemType type, String detail, boolean withId) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", type.uri());
        problem.put("title", type.title());
        problem.put("status", type.status());
        problem.put("detail", detail);
        problem.put("instance", path);
        if (withId) {
            problem.put("id", ID);
        }
        if (type == ProblemType.INVALID_INPUT) {
            problem.put("errors", List.of(error()));
        }
        return OASFactory.createExample().value(problem);
    }

    private Map<String, Object> error() {
        if (submits()) {
            return error("/input/aspect_ratio", "must be one of 1:1, 16:9, 9:16, 3:4, 4:3");
        }
        if ("attachTask".equals(operation.getOperationId())) {
            return error("/taskId", "is another's: its record names another callback URL");
        }
        return operation.getRequestBody() == null
                ? error("query/limit", "must be an integer from 1 to 100")
                : error("/to", "must be after from");
    }

    /** In this order, so that the same sources make the same document. */
    private static Map<String, Object> error(String pointer, String detail) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("pointer", pointer);
        error.put("detail", detail);
        return error;
    }

    private static String name(ProblemType type) {
        return type.uri().substring(type.uri().lastIndexOf(':') + 1);
    }

    private static String refused(String code) {
        return "The provider refused the generation: " + code + ". Its failure.message has the provider's words.";
    }
}
