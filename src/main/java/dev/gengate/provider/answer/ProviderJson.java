package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
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
}
