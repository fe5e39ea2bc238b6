package dev.gengate.generation.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gengate.generation.Generation;
import java.io.IOException;

/** Texts of a row that go into its event as they are: each has to be the JSON that it is taken for. */
final class StoredJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StoredJson() {}

    static boolean of(Generation row) {
        return isOne(row.input(), JsonToken.START_OBJECT)
                && isOne(row.metadata(), JsonToken.START_OBJECT)
                && (row.images() == null || isOne(row.images(), JsonToken.START_ARRAY));
    }

    private static boolean isOne(String text, JsonToken kind) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != kind) {
                return false;
            }
            parser.skipChildren();
            // an end that is missing is no exception but the end
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
