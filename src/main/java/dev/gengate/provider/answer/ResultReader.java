package dev.gengate.provider.answer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gengate.generation.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads resultJson: a string that holds JSON, as documented, or an object, null, empty or absent. For one use. */
final class ResultReader {
    private static final int MOST_IMAGES = 100;
    private static final int LONGEST_URL = 4096;

    /** Limit of all URLs of a result together, as the event holds them: four of the longest, in any script. */
    static final int MOST_BYTES = 64 * 1024;

    private final List<Image> images = new ArrayList<>(4);
    private int bytes;
    private int leftOut;

    /** How many valid URLs are left out because the event would be too large. */
    int leftOut() {
        return leftOut;
    }

    /** The images; empty without a result; null if the result cannot be read. */
    List<Image> images(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_NULL -> List.of();
            case VALUE_STRING -> ofText(parser.getText());
            case START_OBJECT -> ofObject(parser);
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    private List<Image> ofText(String json) {
        if (json.isBlank()) {
            return List.of();
        }
        try (JsonParser parser = ProviderJson.FACTORY.createParser(json)) {
            JsonToken value = parser.nextToken();
            List<Image> images = value == JsonToken.VALUE_STRING ? null : images(parser, value);
            return parser.nextToken() == null ? images : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private List<Image> ofObject(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = "resultUrls".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                readUrls(parser);
            } else {
                parser.skipChildren();
            }
        }
        return images;
    }

    private void readUrls(JsonParser parser) throws IOException {
        JsonToken value = parser.nextToken();
        while (value != null && value != JsonToken.END_ARRAY) {
            if (value == JsonToken.VALUE_STRING) {
                add(parser.getText());
            }
            parser.skipChildren();
            value = parser.nextToken();
        }
    }

    /** Adds whole URLs in order, as long as there is room. */
    private void add(String url) {
        if (!fetchable(url)) {
            return;
        }
        int size = JsonStringEncoder.getInstance().quoteAsUTF8(url).length;
        boolean room = images.size() < MOST_IMAGES && url.length() <= LONGEST_URL && bytes + size <= MOST_BYTES;
        if (room) {
            bytes += size;
            images.add(new Image(url));
        } else {
            leftOut++;
        }
    }

    private static boolean fetchable(String url) {
        String scheme = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        return (scheme.startsWith("https://") || scheme.startsWith("http://"))
                && url.length() > 8
                && url.codePoints().allMatch(ResultReader::allowedInUrl);
    }

    private static boolean allowedInUrl(int character) {
        return character > ' ' && character != 0x7f && Character.getType(character) != Character.SURROGATE;
    }
}
