package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gengate.generation.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads resultJson: a string that holds JSON, as documented, or an object, null, empty or absent. */
final class ResultReader {
    private static final int MOST_IMAGES = 100;
    private static final int LONGEST_URL = 4096;

    private ResultReader() {}

    /** The images; none when there is no result; null when there is one that cannot be read. */
    static List<Image> images(JsonParser parser, JsonToken value) throws IOException {
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

    private static List<Image> ofText(String json) {
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

    private static List<Image> ofObject(JsonParser parser) throws IOException {
        List<Image> images = new ArrayList<>(4);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = "resultUrls".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.START_ARRAY && wanted) {
                readUrls(parser, images);
            } else {
                parser.skipChildren();
            }
        }
        return images;
    }

    private static void readUrls(JsonParser parser, List<Image> images) throws IOException {
        JsonToken value = parser.nextToken();
        while (value != null && value != JsonToken.END_ARRAY) {
            if (value == JsonToken.VALUE_STRING && images.size() < MOST_IMAGES && fetchable(parser.getText())) {
                images.add(new Image(parser.getText()));
            }
            parser.skipChildren();
            value = parser.nextToken();
        }
    }

    private static boolean fetchable(String url) {
        if (url.length() > LONGEST_URL) {
            return false;
        }
        String scheme = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        return (scheme.startsWith("https://") || scheme.startsWith("http://"))
                && url.length() > 8
                && url.codePoints().allMatch(ResultReader::allowedInUrl);
    }

    private static boolean allowedInUrl(int character) {
        return character > ' ' && character != 0x7f && Character.getType(character) != Character.SURROGATE;
    }
}
