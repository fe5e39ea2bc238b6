package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
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

    /** Reads URLs of a field of the data. */
    interface UrlsOfField {
        void read(JsonParser parser, String field) throws IOException;
    }

    /** Reads the value under the parser, and the URLs in it. */
    static ResultData read(JsonParser parser, UrlsOfField urls) throws IOException {
        String json = copy(parser);
        readUrls(json, urls);
        return of(json);
    }

    /** The value under the parser as text. */
    static String copy(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = ProviderJson.FACTORY.createGenerator(text)) {
            copy.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    static ResultData of(String json) {
        if (saysNothing(json)) {
            return NONE;
        }
        String text = wellFormed(json);
        boolean tooLarge = text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
        return new ResultData(tooLarge ? null : text, tooLarge);
    }

    ResultData or(ResultData other) {
        return this == NONE ? other : this;
    }

    /** Half a surrogate pair can be escaped in JSON, and stored nowhere. */
    private static String wellFormed(String json) {
        return new String(json.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    private static boolean saysNothing(String json) {
        return switch (json) {
            case "", "null", "{}", "[]", "\"\"", "false" -> true;
            default -> false;
        };
    }

    /** Fields of the value itself, or of the elements of a list. */
    private static void readUrls(String json, UrlsOfField urls) throws IOException {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    urls.read(parser, field);
                }
            }
        }
    }

    /** Never shows the data. */
    @Override
    public String toString() {
        return "ResultData";
    }
}
