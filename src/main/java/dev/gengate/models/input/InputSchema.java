package dev.gengate.models.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A model's schema, compiled: a schema whose branches have fields of their own is one schema for each branch. */
public final class InputSchema {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    /** Keywords of our own, such as {@code x-media}, are not for the validator. */
    private static final JsonMetaSchema KEYWORDS = JsonMetaSchema.builder(DRAFT, JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
            .build();

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(VersionFlag.V202012, factory -> factory.metaSchema(KEYWORDS));
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .formatAssertionsEnabled(false)
            .build();

    private final List<Compiled> all = new ArrayList<>();
    private final List<Compiled> branches = new ArrayList<>();

    private record Compiled(JsonNode source, JsonSchema schema) {
        static Compiled of(JsonNode source) {
            JsonSchema schema = FACTORY.getSchema(source, CONFIG);
            schema.initializeValidators();
            return new Compiled(source, schema);
        }

        Collection<InputError> errors(JsonNode input) {
            return InputErrors.of(schema.validate(input), source, input);
        }
    }

    /** @throws RuntimeException for what is no schema */
    public InputSchema(JsonNode schema) {
        if (!schema.path("oneOf").path(0).has("properties")) {
            all.add(Compiled.of(schema));
            return;
        }
        ObjectNode rest = schema.deepCopy();
        rest.remove("oneOf");
        all.add(Compiled.of(rest));
        schema.get("oneOf").forEach(branch -> branches.add(Compiled.of(branch)));
    }

    /** What is wrong with an input; of branches, with the one that it comes nearest to. */
    public List<InputError> errors(ObjectNode input) {
        List<InputError> errors = new ArrayList<>();
        all.forEach(schema -> errors.addAll(schema.errors(input)));
        if (!branches.isEmpty()) {
            errors.addAll(nearest(input));
        }
        return errors;
    }

    private Collection<InputError> nearest(ObjectNode input) {
        List<Collection<InputError>> found =
                branches.stream().map(branch -> branch.errors(input)).toList();
        if (found.stream().filter(Collection::isEmpty).count() > 1) {
            return List.of(new InputError("", "fits more than one of the alternatives in the model's schema"));
        }
        return found.stream().min(Comparator.comparingInt(Collection::size)).orElseThrow();
    }
}
