package dev.gengate.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.drift.Difference.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Compares a model's file with the provider's schema, which is evidence and no input: its names may end in a blank, a
 * URL may have the type of an object, and conditions are lost.
 */
public final class SchemaComparison {
    private static final List<String> BOUNDS =
            List.of("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems");
    private static final int SHOWN = 200;

    private final Collection<String> deciding;
    private final List<Difference> differences = new ArrayList<>();

    private SchemaComparison(Collection<String> deciding) {
        this.deciding = deciding;
    }

    /**
     * @param ours JSON Schema of the input, as the model's file has it
     * @param theirs the provider's answer to the question for its schema: an OpenAPI document
     * @param deciding the fields that decide the price
     * @return empty where the document tells no input: nobody knows whether it differs
     */
    public static Optional<List<Difference>> of(JsonNode ours, JsonNode theirs, Collection<String> deciding) {
        JsonNode input = input(theirs);
        if (input == null) {
            return Optional.empty();
        }
        SchemaComparison comparison = new SchemaComparison(deciding);
        comparison.objects("", new ObjectFields(ours), new ObjectFields(input));
        return Optional.of(List.copyOf(comparison.differences));
    }

    /** The input's schema in an OpenAPI document; null if it does not have one. */
    static JsonNode input(JsonNode openApi) {
        return openApi.findValues("requestBody").stream()
                .map(body -> resolved(body, openApi))
                .flatMap(body -> body.findValues("schema").stream())
                .flatMap(schema -> resolved(schema, openApi).findValues("properties").stream())
                .map(properties -> resolved(properties.path("input"), openApi))
                .filter(input -> input.path("properties").isObject()
                        || !input.path("oneOf").isEmpty())
                .findFirst()
                .map(input -> withBranches(input, openApi))
                .orElse(null);
    }

    private static JsonNode withBranches(JsonNode input, JsonNode openApi) {
        if (!input.has("oneOf")) {
            return input;
        }
        ObjectNode resolved = input.deepCopy();
        ArrayNode branches = resolved.putArray("oneOf");
        input.get("oneOf").forEach(branch -> branches.add(resolved(branch, openApi)));
        return resolved;
    }

    /** What a schema stands for that is only a pointer into the document. */
    private static JsonNode resolved(JsonNode schema, JsonNode openApi) {
        String pointer = schema.path("$ref").asText();
        return pointer.startsWith("#/") ? openApi.at(pointer.substring(1)) : schema;
    }

    private void objects(String path, ObjectFields ours, ObjectFields theirs) {
        Set<String> names = new TreeSet<>(ours.names());
        names.addAll(theirs.names());
        for (String name : names) {
            String field = path + name;
            if (!theirs.names().contains(name)) {
                found(Kind.REMOVED, field, "the provider does not have it any more");
            } else if (!ours.names().contains(name)) {
                boolean required = theirs.requires(name);
                found(required ? Kind.NEWLY_REQUIRED : Kind.ADDED, field, "the provider has it, the file does not");
            } else {
                required(field, ours.requires(name), theirs.requires(name));
                values(field, ours.get(name), theirs.get(name));
            }
        }
    }

    private void required(String field, boolean ours, boolean theirs) {
        if (theirs && !ours) {
            found(Kind.NEWLY_REQUIRED, field, "the provider refuses inputs without it");
        }
    }

    private void values(String field, JsonNode ours, JsonNode theirs) {
        String our = type(ours);
        String their = type(theirs);
        if (our != null && their != null && !our.equals(their) && !url(ours)) {
            found(Kind.TYPE, field, our + " became " + their);
            return;
        }
        enums(field, texts(ours.path("enum")), texts(theirs.path("enum")));
        bounds(field, ours, theirs);
        defaults(field, ours.path("default"), theirs.path("default"));
        if (ours.has("items") && theirs.has("items")) {
            values(field + "[]", ours.get("items"), theirs.get("items"));
        } else if (ours.path("properties").isObject()
                && theirs.path("properties").isObject()) {
            objects(field + ".", new ObjectFields(ours), new ObjectFields(theirs));
        }
    }

    /** Whole numbers are numbers; null where a schema says nothing, or more than one thing. */
    private static String type(JsonNode schema) {
        String type = schema.path("type").textValue();
        return "integer".equals(type) ? "number" : type;
    }

    private static boolean url(JsonNode schema) {
        return schema.has("x-media") || "uri".equals(schema.path("format").textValue());
    }

    private void enums(String field, Set<String> ours, Set<String> theirs) {
        if (ours.isEmpty() || theirs.isEmpty()) {
            return;
        }
        Set<String> gone = without(ours, theirs);
        Set<String> more = without(theirs, ours);
        if (!gone.isEmpty()) {
            found(Kind.REMOVED, field, "the provider does not take " + gone + " any more");
        }
        if (!more.isEmpty()) {
            found(Kind.ENUM_GREW, field, "the provider takes " + more + " too");
        }
    }

    private void bounds(String field, JsonNode ours, JsonNode theirs) {
        for (String bound : BOUNDS) {
            boolean both = ours.path(bound).isNumber() && theirs.path(bound).isNumber();
            if (both
                    && ours.get(bound)
                                    .decimalValue()
                                    .compareTo(theirs.get(bound).decimalValue())
                            != 0) {
                found(Kind.BOUND, field, bound + " is " + theirs.get(bound) + ", in the file " + ours.get(bound));
            }
        }
    }

    /** Anything that decides the price is sent explicitly; what it means when it is not is told by its default. */
    private void defaults(String field, JsonNode ours, JsonNode theirs) {
        if (deciding.contains(field)
                && !theirs.isMissingNode()
                && !ours.asText().equals(theirs.asText())) {
            found(Kind.DEFAULT_OF_PRICE, field, "the provider's default is " + theirs + ", in the file " + ours);
        }
    }

    private void found(Kind kind, String field, String detail) {
        differences.add(new Difference(kind, shown(field), shown(detail)));
    }

    /** The provider's names and values can be anything. */
    private static String shown(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", " ");
    }

    private static Set<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(value -> value.asText().strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(one -> !others.contains(one)).collect(Collectors.toCollection(TreeSet::new));
    }
}
