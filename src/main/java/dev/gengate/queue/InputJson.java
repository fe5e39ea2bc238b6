package dev.gengate.queue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Inputs and results as the ledger has them, read and changed before an input is sent. */
final class InputJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private InputJson() {}

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds JSON", e);
        }
    }

    /** The nth item of a list, which may be null. */
    static JsonNode item(String list, int nth) {
        return list == null ? MissingNode.getInstance() : read(list).path(nth - 1);
    }

    static void replace(ObjectNode input, String pointer, String value) {
        JsonPointer place = JsonPointer.compile(pointer);
        String last = place.last().getMatchingProperty();
        if (input.at(place.head()) instanceof ArrayNode items) {
            items.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) input.at(place.head())).put(last, value);
        }
    }
}
