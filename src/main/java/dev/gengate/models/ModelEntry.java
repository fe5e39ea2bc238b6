package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is known of a model without its file.
 *
 * @param takes media whose URLs its input takes
 * @param price credits for one unit; null if nobody knows it
 * @param textOnly whether it takes neither a user's URL nor an earlier task
 */
record ModelEntry(
        String model,
        String vendor,
        Model.Kind kind,
        Model.Status status,
        List<String> takes,
        Price.Rates price,
        boolean textOnly) {
    /** What a model may take. */
    static final List<String> MEDIA = List.of("image", "video", "audio", "document");

    static ModelEntry shipped(String name, JsonNode index) {
        return new ModelEntry(
                name,
                index.path("vendor").textValue(),
                Model.Kind.of(index.get("kind").textValue()),
                Model.Status.of(index.get("status").textValue()),
                StreamSupport.stream(index.get("takes").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList(),
                index.has("price") ? rates(index.get("price")) : null,
                index.get("textOnly").booleanValue());
    }

    static ModelEntry of(Model model) {
        boolean textOnly = model.earlierTasks().isEmpty()
                && model.input().findValues("x-media").isEmpty();
        return new ModelEntry(
                model.name(),
                model.vendor(),
                model.kind(),
                model.status(),
                takes(model.input()),
                model.price() == null ? null : model.price().rates(),
                textOnly);
    }

    private static Price.Rates rates(JsonNode price) {
        return new Price.Rates(
                price.get("unit").textValue(),
                price.get("from").decimalValue(),
                price.get("to").decimalValue());
    }

    /** A place without a kind takes any. */
    private static List<String> takes(JsonNode input) {
        Set<String> kinds = input.findValues("x-media").stream()
                .flatMap(medium -> Stream.of(medium.path("kind").asText().split("-or-")))
                .collect(Collectors.toSet());
        return MEDIA.stream()
                .filter(medium -> kinds.contains(medium) || kinds.contains(""))
                .toList();
    }

    /** Whether anybody knows its price. */
    boolean priced() {
        return price != null;
    }

    /** Served without being named: what is live and makes an image of a text alone, at a known price. */
    boolean servedByDefault() {
        return model.equals(Catalogue.DEFAULT_MODEL)
                || status == Model.Status.LIVE && kind == Model.Kind.IMAGE && priced() && textOnly;
    }
}
