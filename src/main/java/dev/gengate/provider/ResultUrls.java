package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gengate.generation.ResultKind;
import dev.gengate.generation.ResultRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects the URLs of one result, in order, as long as an event has room for them. */
final class ResultUrls {
    private static final int MOST = 100;
    private static final int LONGEST_URL = 4096;

    /** Limit of all URLs of a result together, as the event holds them: four of the longest, in any script. */
    private static final int MOST_BYTES = 64 * 1024;

    private final List<FoundResult> found = new ArrayList<>(4);
    private int bytes;
    private int leftOut;

    FoundResults found(ResultData data, boolean unnamed) {
        return new FoundResults(List.copyOf(found), data.json(), leftOut, data.tooLarge(), unnamed);
    }

    /** Reads a list of what was asked for. */
    void readAllIfList(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            readAll(parser, null);
        } else {
            parser.skipChildren();
        }
    }

    private void readAll(JsonParser parser, ResultRole role) throws IOException {
        JsonToken value = parser.nextToken();
        while (value != null && value != JsonToken.END_ARRAY) {
            if (value == JsonToken.VALUE_STRING) {
                add(parser.getText(), null, role);
            }
            parser.skipChildren();
            value = parser.nextToken();
        }
    }

    /** The same where there may be a list or one string. */
    void readOneOrAll(JsonParser parser, ResultRole role) throws IOException {
        switch (parser.currentToken()) {
            case START_ARRAY -> readAll(parser, role);
            case VALUE_STRING -> add(parser.getText(), null, role);
            default -> parser.skipChildren();
        }
    }

    /** URLs in the data of models that cut a picture up: masks and layers. */
    void ofObject(JsonParser parser, String field) throws IOException {
        switch (field) {
            case "mask_urls" -> readImages(parser, ResultRole.MASK);
            case "layers_data" -> readUrlsOf(parser, ResultRole.LAYER);
            default -> parser.skipChildren();
        }
    }

    /** URLs of a track of music: a field of an element of the data. */
    void ofTracks(JsonParser parser, String field) throws IOException {
        switch (field) {
            case "audio_url", "audioUrl" -> add(text(parser), ResultKind.AUDIO, null);
            case "stream_audio_url", "streamAudioUrl" -> add(text(parser), ResultKind.AUDIO, ResultRole.STREAM);
            case "image_url", "imageUrl" -> add(text(parser), ResultKind.IMAGE, ResultRole.COVER);
            default -> parser.skipChildren();
        }
    }

    private static String text(JsonParser parser) throws IOException {
        return ProviderJson.text(parser);
    }

    private void readImages(JsonParser parser, ResultRole role) throws IOException {
        int before = found.size();
        readOneOrAll(parser, role);
        found.subList(before, found.size())
                .replaceAll(any -> new FoundResult(any.url(), ResultKind.IMAGE, any.role()));
    }

    private void readUrlsOf(JsonParser parser, ResultRole role) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        do {
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.VALUE_STRING && "url".equals(parser.currentName())) {
                add(parser.getText(), ResultKind.IMAGE, role);
            }
            token = depth == 0 ? null : parser.nextToken();
        } while (token != null);
    }

    /** Adds whole URLs in order, as long as there is room. */
    private void add(String url, ResultKind kind, ResultRole role) {
        if (url == null || !fetchable(url)) {
            return;
        }
        int size = JsonStringEncoder.getInstance().quoteAsUTF8(url).length;
        boolean room = found.size() < MOST && url.length() <= LONGEST_URL && bytes + size <= MOST_BYTES;
        if (room) {
            bytes += size;
            found.add(new FoundResult(url, kind, role));
        } else {
            leftOut++;
        }
    }

    private static boolean fetchable(String url) {
        String scheme = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        return (scheme.startsWith("https://") || scheme.startsWith("http://"))
                && url.length() > 8
                && url.codePoints().allMatch(ResultUrls::allowedInUrl);
    }

    private static boolean allowedInUrl(int character) {
        return character > ' ' && character != 0x7f && Character.getType(character) != Character.SURROGATE;
    }
}
