package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gengate.generation.ResultRole;
import java.io.IOException;
import java.util.Map;

/**
 * Reads resultJson: a string that holds JSON, as documented, or an object, null, empty or absent; {@code response} has
 * the same content. One result in any of the shapes that the provider's models have: URLs, frames, data, tracks. For one
 * use.
 */
final class ResultReader {
    private static final String URLS = "resultUrls";

    /** Fields that hold one URL or a list of them. */
    private static final Map<String, ResultRole> BESIDE = Map.of(
            "firstFrameUrl", ResultRole.FIRST_FRAME,
            "lastFrameUrl", ResultRole.LAST_FRAME,
            "resultWaterMarkUrls", ResultRole.WATERMARKED);

    private final ResultUrls urls = new ResultUrls();
    private ResultData data = ResultData.NONE;
    private boolean unnamed;

    /** What was found; {@link FoundResults#NONE} without a result; null if the result cannot be read. */
    FoundResults read(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_NULL -> FoundResults.NONE;
            case VALUE_STRING -> ofText(parser.getText());
            case START_OBJECT -> ofObject(ResultData.copy(parser));
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    private FoundResults ofText(String json) {
        try {
            return json.isBlank() || json.strip().equals("null") ? FoundResults.NONE : ofObject(json);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private FoundResults ofObject(String json) throws IOException {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser, parser.currentName(), parser.nextToken());
            }
            if (parser.nextToken() != null) {
                return null;
            }
        }
        FoundResults found = urls.found(data, false);
        return unnamed && found.isEmpty() ? urls.found(ResultData.of(json), true) : found;
    }

    private void readField(JsonParser parser, String field, JsonToken value) throws IOException {
        if (URLS.equals(field)) {
            urls.readAllIfList(parser);
        } else if (BESIDE.containsKey(field)) {
            urls.readOneOrAll(parser, BESIDE.get(field));
        } else if ("resultObject".equals(field)) {
            data = data.or(ResultData.read(parser, urls::ofObject));
        } else if ("data".equals(field)) {
            data = data.or(ResultData.read(parser, urls::ofTracks));
        } else {
            unnamed |= value != JsonToken.VALUE_NULL;
            parser.skipChildren();
        }
    }
}
