package dev.gengate.proof.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The OpenAPI document as a judge of answers. Stricter than the document: a field or a header of the API that it does not
 * name is a violation too.
 */
public final class ApiContract {
    private static final String LOCATION = "https://gateway.test/openapi";
    /** Headers that the API gives a meaning; those of the protocol and of the server are nobody's business here. */
    private static final Set<String> MEANT = Set.of(
            "Allow",
            "Content-Disposition",
            "Content-Range",
            "ETag",
            "Idempotency-Key-Expires",
            "Location",
            "Idempotent-Replayed",
            "Preference-Applied",
            "Retry-After",
            "WWW-Authenticate");

    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
    private final Map<Pattern, JsonNode> paths = new LinkedHashMap<>();

    private ApiContract(JsonNode document) {
        this.document = document;
        document.path("paths").properties().forEach(path -> paths.put(template(path.getKey()), path.getValue()));
        this.schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                factory -> factory.schemaLoaders(loaders ->
                        loaders.schemas(location -> LOCATION.equals(location) ? document.toString() : null)));
    }

    /** The document of this release. */
    public static ApiContract read() {
        try {
            JsonNode document =
                    new YAMLMapper().readTree(ApiContract.class.getResourceAsStream("/schema/openapi.yaml"));
            close(document.at("/components/schemas"));
            return new ApiContract(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** And all that is in it. */
    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        schema.forEach(ApiContract::close);
    }

    public JsonNode document() {
        return document;
    }

    /** Every operation, as {@code get /v1/generations}. */
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> operation.getValue().has("operationId"))
                .forEach(operation -> operations.add(operation.getKey() + " " + path.getKey())));
        return operations;
    }

    /** An answer to be judged; of each header the first value, under its name in any case. */
    public record Answer(
            String method, String path, int status, String mediaType, Map<String, String> headers, String body) {}

    /** What of the answer is not as the document has it; empty when all of it is. */
    public List<String> violations(Answer answer) {
        return pathItem(answer.path()).map(path -> ofPath(path, answer)).orElseGet(() -> outside(answer));
    }

    private Optional<JsonNode> pathItem(String path) {
        return paths.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Pattern template(String path) {
        // the name of a model has a slash
        String names = path.replace("{model}", ".+").replaceAll("\\{[^}]+}", "[^/]+");
        return Pattern.compile(names + "/?");
    }

    /** Other paths have nothing to say but that they are not there, or whatever the framework's own say. */
    private static List<String> outside(Answer answer) {
        boolean api = answer.path().startsWith("/v1/") || answer.path().startsWith("/schemas/");
        return api && answer.status() < 400
                ? List.of("an answer " + answer.status() + " of an unknown path")
                : List.of();
    }

    private List<String> ofPath(JsonNode path, Answer answer) {
        String method = answer.method().equals("HEAD") ? "GET" : answer.method();
        JsonNode operation = path.path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return Set.of(401, 403, 404, 405, 413, 415).contains(answer.status())
                    ? List.of()
                    : List.of("an answer " + answer.status() + " of an unknown operation");
        }
        JsonNode response = resolved(operation.at("/responses/" + answer.status()));
        if (response.isMissingNode()) {
            return List.of("the status is not documented");
        }
        List<String> violations = new ArrayList<>(ofHeaders(response, answer));
        if (!answer.method().equals("HEAD")) {
            violations.addAll(ofBody(response, answer));
        }
        return violations;
    }

    private List<String> ofHeaders(JsonNode response, Answer answer) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(answer.headers());
        List<String> violations = new ArrayList<>();
        JsonNode documented = response.path("headers");
        documented.properties().forEach(header -> {
            JsonNode meaning = resolved(header.getValue());
            String value = given.get(header.getKey());
            if (value == null && meaning.path("required").asBoolean()) {
                violations.add("the header " + header.getKey() + " is missing");
            } else if (value != null && !validHeader(meaning.path("schema"), value)) {
                violations.add("the header " + header.getKey() + " is not as documented");
            }
        });
        MEANT.stream()
                .filter(name -> given.containsKey(name) && !documented.has(name))
                .forEach(name -> violations.add("the header " + name + " is not documented"));
        return violations;
    }

    private boolean validHeader(JsonNode schema, String text) {
        return !text.isEmpty()
                && schema(schema)
                        .validate(value(schema.path("type").asText(), text))
                        .isEmpty();
    }

    /** A text that is none of that type stays one. */
    private static JsonNode value(String type, String text) {
        boolean number = type.equals("integer") && text.matches("\\d{1,18}");
        boolean truth = type.equals("boolean") && text.matches("true|false");
        return number
                ? LongNode.valueOf(Long.parseLong(text))
                : truth ? BooleanNode.valueOf(text.equals("true")) : TextNode.valueOf(text);
    }

    private List<String> ofBody(JsonNode response, Answer answer) {
        JsonNode content = response.path("content");
        if (content.isMissingNode() && answer.mediaType().isEmpty()) {
            return List.of();
        }
        String range = answer.mediaType().replaceAll("/.*", "/*");
        JsonNode media = content.path(content.has(answer.mediaType()) ? answer.mediaType() : range);
        if (media.isMissingNode()) {
            return List.of("the media type " + answer.mediaType() + " is not documented");
        }
        if (!answer.mediaType().endsWith("json")) {
            return List.of();
        }
        return schema(media.path("schema")).validate(answer.body(), InputFormat.JSON).stream()
                .map(fault -> fault.getInstanceLocation() + " " + fault.getType())
                .toList();
    }

    private JsonSchema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema.toString(), text -> {
            SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build();
            String reference = schema.path("$ref").asText();
            return reference.isEmpty()
                    ? schemas.getSchema(schema, strict)
                    : schemas.getSchema(SchemaLocation.of(LOCATION + reference), strict);
        });
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
