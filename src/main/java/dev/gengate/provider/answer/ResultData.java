package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The data of a result: any JSON, as the provider wrote it.
 *
 * @param json null for none, or too much
 */
record ResultData(String json, boolean tooLarge) {
    static final ResultData NONE = new ResultData(null, false);

    /** The most that an event has room for. */
    static final int MOST_BYTES = 64 * 1024;

    /** @param value may be null */
    static ResultData of(JsonNode value) {
        if (value == null || saysNothing(value)) {
            return NONE;
        }
        String json = wellFormed(value.toString());
        boolean tooLarge = json.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
        return new ResultData(tooLarge ? null : json, tooLarge);
    }

    private static boolean saysNothing(JsonNode value) {
        return value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isBlank();
    }

    /** Half a surrogate pair can be escaped in JSON, and stored nowhere. */
    private static String wellFormed(String json) {
        return new String(json.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    /** Never shows the data. */
    @Override
    public String toString() {
        return "ResultData";
    }
}
