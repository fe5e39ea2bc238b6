package dev.gengate.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gengate.provider.answer.ProviderJson;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Reads answers to an upload: {@code {success, code, msg, data {downloadUrl, …}}}. */
final class UploadReader {
    private static final JsonMapper JSON =
            JsonMapper.builder(ProviderJson.FACTORY).build();
    private static final int LONGEST_URL = 2048;
    /** The statuses from 400 to 499 that may go away, or are no fault of the file. */
    private static final Set<Integer> LATER = Set.of(401, 402, 403, 408, 425, 429, 433, 455);

    private UploadReader() {}

    static UploadResult read(int status, byte[] body) {
        JsonNode answer = json(body);
        int code = answer.path("code").asInt(status);
        String url = answer.at("/data/downloadUrl").asText("");
        if (status / 100 == 2 && code == 200 && answer.path("success").asBoolean(true) && usable(url)) {
            return new UploadResult(url, false);
        }
        return refuses(status) || refuses(code) ? UploadResult.REFUSED : UploadResult.UNAVAILABLE;
    }

    private static boolean refuses(int code) {
        return code / 100 == 4 && !LATER.contains(code);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    private static boolean usable(String text) {
        try {
            URI url = new URI(text);
            return text.length() <= LONGEST_URL
                    && url.getHost() != null
                    && Set.of("http", "https").contains(url.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
