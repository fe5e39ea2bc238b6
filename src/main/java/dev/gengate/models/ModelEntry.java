package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is known of a model without its file.
 *
 * @param priced whether anybody knows its price
 * @param textOnly whether it takes neither a user's URL nor an earlier task
 */
record ModelEntry(String model, String vendor, Model.Kind kind, Model.Status status, boolean priced, boolean textOnly) {

    static ModelEntry shipped(String name, JsonNode index) {
        return new ModelEntry(
                name,
                index.path("vendor").textValue(),
                Model.Kind.of(index.get("kind").textValue()),
                Model.Status.of(index.get("status").textValue()),
                index.get("priced").booleanValue(),
                index.get("textOnly").booleanValue());
    }

    static ModelEntry of(Model model) {
        boolean textOnly = model.earlierTasks().isEmpty()
                && model.input().findValues("x-media").isEmpty();
        return new ModelEntry(
                model.name(), model.vendor(), model.kind(), model.status(), model.price() != null, textOnly);
    }

    /** Served without being named: what is live and makes an image of a text alone, at a known price. */
    boolean servedByDefault() {
        return model.equals(Catalogue.DEFAULT_MODEL)
                || status == Model.Status.LIVE && kind == Model.Kind.IMAGE && priced && textOnly;
    }
}
