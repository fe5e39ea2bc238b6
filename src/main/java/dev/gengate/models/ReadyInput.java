package dev.gengate.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A valid input.
 *
 * @param asked what the caller asked for, in its one form
 * @param sent what the provider gets: with the defaults of all that decides the price
 * @param quote what it costs; null if nobody knows
 * @param references where it names earlier generations
 * @param files where it names uploaded files
 */
public record ReadyInput(
        Model model,
        ObjectNode asked,
        ObjectNode sent,
        Price.Quote quote,
        List<EarlierReference> references,
        List<FileReference> files) {

    /** Whether it names anything that is somebody's. */
    public boolean refers() {
        return !references.isEmpty() || !files.isEmpty();
    }

    /** Never shows the content. */
    @Override
    public String toString() {
        return "ReadyInput[" + model + "]";
    }

    static ReadyInput of(Model model, ObjectNode asked) {
        ObjectNode sent = asked;
        Price.Quote quote = null;
        if (model.price() != null) {
            sent = model.price().explicit(asked);
            quote = model.price().quote(sent);
        }
        return new ReadyInput(
                model, asked, sent, quote, EarlierReference.in(model, sent), FileReference.in(model, sent));
    }
}
