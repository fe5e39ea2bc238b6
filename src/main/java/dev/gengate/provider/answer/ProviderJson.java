package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.regex.Pattern;

/** Reads the provider's JSON: a duplicate key is an error, and depth and numbers have limits. */
public final class ProviderJson {
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .build();

    private static final Pattern MILLIS = Pattern.compile("\\d{13}");
    private static final Pattern CODE = Pattern.compile("\\d{1,6}");

    private ProviderJson() {}

    /** The text of a string, number or boolean; null for JSON null, an object or an array. */
    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return parser.getValueAsString();
    }

    /** A code, sent as a number or a string; null for anything else. */
    static Integer code(String text) {
        return text != null && CODE.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    /** The text of a value that is JSON, or a string that holds JSON; null for JSON null. */
    static String json(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_STRING) {
            return value == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = FACTORY.createGenerator(text)) {
            copy.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    /** A time in milliseconds since 1970; null for anything else. */
    static Instant time(String text) {
        return text != null && MILLIS.matcher(text).matches() ? Instant.ofEpochMilli(Long.parseLong(text)) : null;
    }
}
