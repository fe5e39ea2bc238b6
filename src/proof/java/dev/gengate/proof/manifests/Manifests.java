package dev.gengate.proof.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rendered documents of one overlay, and the questions that the rules ask of them. */
public record Manifests(List<ObjectNode> documents) {

    public Stream<ObjectNode> all(String kind) {
        return documents.stream().filter(document -> kind.equals(kind(document)));
    }

    /** The only document of its kind. */
    public ObjectNode the(String kind) {
        var found = all(kind).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " documents of kind " + kind + " where one belongs");
        }
        return found.get(0);
    }

    /** The document of a kind and a name; a name with a content hash is given without it. */
    public ObjectNode named(String kind, String name) {
        return all(kind)
                .filter(document -> name(document).matches(name + "(-[a-z0-9]{10})?"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    public ObjectNode podSpec() {
        return (ObjectNode) the("Deployment").at("/spec/template/spec");
    }

    /** The gateway's own container. */
    public ObjectNode container() {
        return (ObjectNode) podSpec().at("/containers/0");
    }

    public ObjectNode configuration() {
        return (ObjectNode) named("ConfigMap", "generation-gateway").get("data");
    }

    Map<String, String> podLabels() {
        return strings(the("Deployment").at("/spec/template/metadata/labels"));
    }

    public static String kind(JsonNode document) {
        return document.path("kind").asText();
    }

    public static String name(JsonNode document) {
        return document.at("/metadata/name").asText();
    }

    /** {@code Deployment generation-gateway}, for a message. */
    static String label(JsonNode document) {
        return kind(document) + " " + name(document);
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    public static Map<String, String> strings(JsonNode object) {
        return object.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .asText()));
    }
}
