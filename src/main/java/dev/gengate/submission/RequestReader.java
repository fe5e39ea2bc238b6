package dev.gengate.submission;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.generation.Priority;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Inputs;
import dev.gengate.models.ModelRequest;
import dev.gengate.models.ReadyInput;
import dev.gengate.models.input.InputError;
import dev.gengate.problem.Names;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hibernate.validator.engine.HibernateConstraintViolation;

/**
 * Turns a submission's body into a {@link Submission}, or into a problem that names every field at fault. Never quotes
 * a value, which may be a prompt.
 */
@ApplicationScoped
public class RequestReader {
    private final JsonMapper json = StrictJson.mapper();
    private final Map<Class<?>, Set<String>> knownFields = new ConcurrentHashMap<>();
    private final Validator validator;
    private final Inputs inputs;

    RequestReader(Validator validator, Inputs inputs) {
        this.validator = validator;
        this.inputs = inputs;
    }

    /**
     * Reads a body that is one flat record.
     *
     * @throws ProblemException 400 for what is no JSON, 422 for what is not valid
     */
    public <T> T read(byte[] body, Class<T> type) {
        List<FieldError> errors = new ArrayList<>();
        T bound = bind(parse(body), type, "", errors);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return bound;
    }

    /**
     * Reads what a caller asks for.
     *
     * @throws ProblemException 400 for what is no JSON, 422 for what is not valid
     */
    Submission read(byte[] body, String caller) {
        List<FieldError> errors = new ArrayList<>();
        SubmissionRequest request = request(body, errors);
        if (request == null) {
            throw ProblemException.invalid(errors);
        }
        ModelRequest asked = asked(request, caller);
        violations(asked, errors);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return submission(request, inputs.ready(asked));
    }

    /** The request but for its input, or null; adds what is wrong to the errors. */
    private SubmissionRequest request(byte[] body, List<FieldError> errors) {
        JsonNode tree = parse(body);
        if (tree.path("metadata").isObject() && tree.path("metadata").size() > SubmissionRequest.MOST_METADATA) {
            // the validator would look at every one of 60,000 entries, whatever their number is
            errors.add(new FieldError("/metadata", SubmissionRequest.TOO_MUCH_METADATA));
            ((ObjectNode) tree).remove("metadata");
        }
        SubmissionRequest request = bind(tree, SubmissionRequest.class, "", errors);
        if (request != null) {
            violations(request, errors);
        }
        return request;
    }

    private ModelRequest asked(SubmissionRequest request, String caller) {
        String model = request.model() == null ? Catalogue.DEFAULT_MODEL : request.model();
        return new ModelRequest(inputs, caller, model, request.input());
    }

    /**
     * The fingerprint that a request has while its model is served and takes it; null for what was never valid.
     *
     * @param correlationId for a request that names none, or null
     */
    byte[] fingerprint(byte[] body, String caller, String correlationId) {
        List<FieldError> errors = new ArrayList<>();
        SubmissionRequest request = request(body, errors);
        return errors.isEmpty() ? fingerprint(request, asked(request, caller), correlationId) : null;
    }

    private byte[] fingerprint(SubmissionRequest request, ModelRequest asked, String correlationId) {
        String id = request.correlationId() == null ? correlationId : request.correlationId();
        ObjectNode form = inputs.form(asked);
        return form == null
                ? null
                : Submission.fingerprint(asked.model(), text(form), id, metadata(request), priority(request));
    }

    /**
     * Reads a body of any JSON.
     *
     * @throws ProblemException 400 for what is no JSON
     */
    public JsonNode parse(byte[] body) {
        try {
            JsonNode tree = json.readTree(text(body == null ? new byte[0] : body));
            if (tree.isMissingNode()) {
                throw ProblemException.of(ProblemType.MALFORMED_JSON, "The body is empty.");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw ProblemException.of(ProblemType.MALFORMED_JSON, "The body " + StrictJson.LIMITS + place(e) + ".");
        } catch (JsonProcessingException e) {
            throw ProblemException.of(ProblemType.MALFORMED_JSON, "The body is not well-formed JSON" + place(e) + ".");
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** Decodes strictly: the parser would accept overlong encodings, and guess UTF-16 from zeros. */
    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.of(ProblemType.MALFORMED_JSON, "The body is not JSON in UTF-8.");
        }
    }

    /** The record from the readable fields of a JSON object, or null; adds what is wrong to the errors. */
    private <T> T bind(JsonNode node, Class<T> type, String pointer, List<FieldError> errors) {
        if (!(node instanceof ObjectNode fields)) {
            errors.add(new FieldError(pointer, "must be an object"));
            return null;
        }
        Set<String> known = knownFields.computeIfAbsent(type, this::fieldsOf);
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!known.contains(field.getKey()) && errors.size() < ProblemException.MOST_ERRORS) {
                errors.add(new FieldError(
                        JsonPointers.child(pointer, field.getKey()),
                        "is not a known field" + Names.hint(field.getKey(), known.stream())));
            }
        }
        while (true) {
            try {
                return json.treeToValue(fields, type);
            } catch (JsonMappingException e) {
                errors.add(new FieldError(pointer + JsonPointers.of(e.getPath()), JsonTypeErrors.detail(e)));
                if (!without(e, fields)) {
                    return null;
                }
            } catch (JsonProcessingException e) {
                errors.add(new FieldError(pointer, "cannot be read"));
                return null;
            }
        }
    }

    /** Removes the unreadable field, so that further errors are found too. */
    private static boolean without(JsonMappingException mismatch, ObjectNode fields) {
        List<Reference> path = mismatch.getPath();
        return !path.isEmpty() && fields.remove(path.get(0).getFieldName()) != null;
    }

    private Set<String> fieldsOf(Class<?> type) {
        return json.getDeserializationConfig().introspect(json.constructType(type)).findProperties().stream()
                .map(property -> property.getName())
                .collect(Collectors.toUnmodifiableSet());
    }

    private <T> void violations(T bean, List<FieldError> errors) {
        Set<ConstraintViolation<T>> violations = validator.validate(bean);
        if (violations.isEmpty()) {
            return;
        }
        // an unreadable field is absent in the bean and already has its error
        Set<String> named = errors.stream().map(FieldError::pointer).collect(Collectors.toSet());
        violations.stream()
                .map(RequestReader::error)
                .filter(error -> !named.contains(error.pointer()))
                // the validator keeps them in an order by chance
                .sorted(Comparator.comparing(FieldError::pointer).thenComparing(FieldError::detail))
                .forEach(errors::add);
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        HibernateConstraintViolation<?> own = violation.unwrap(HibernateConstraintViolation.class);
        InputError input = own.getDynamicPayload(InputError.class);
        return input == null
                ? new FieldError(JsonPointers.of(violation.getPropertyPath()), violation.getMessage())
                : new FieldError(input.pointer(), input.detail());
    }

    private Submission submission(SubmissionRequest request, ReadyInput input) {
        return new Submission(
                input.model().name(),
                text(input.asked()),
                request.correlationId(),
                metadata(request),
                priority(request),
                input);
    }

    private String metadata(SubmissionRequest request) {
        return text(request.metadata() == null ? Map.of() : new TreeMap<>(request.metadata()));
    }

    private static Priority priority(SubmissionRequest request) {
        return request.priority() == null ? Priority.NORMAL : request.priority();
    }

    /** JSON text. */
    String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid request can be written", e);
        }
    }
}
