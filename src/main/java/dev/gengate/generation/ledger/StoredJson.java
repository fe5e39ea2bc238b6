package dev.gengate.generation.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gengate.generation.Generation;
import java.io.IOException;

/** Checks the texts of a row that go into its event unchanged: each must be JSON of the expected kind. */
final class StoredJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StoredJson() {}

    static boolean of(Generation row) {
        return isOne(row.input(), JsonToken.START_OBJECT)
                && isOne(row.metadata(), JsonToken.START_OBJECT)
                && (row.results() == null || isOne(row.results(), JsonToken.START_ARRAY))
                && (row.data() == null || isOne(row.data(), null));
    }

    /** @param kind null for any */
    private static boolean isOne(String text, JsonToken kind) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || kind != null && first != kind) {
                return false;
            }
            parser.skipChildren();
            // a missing end is no exception here, but a null token
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
