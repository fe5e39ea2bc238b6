package dev.gengate.callback;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The callback URL that a callback's echo of the request (data.param) holds. A report with another generation's URL is
 * about another task, unless it names ours: the echo decides only while the generation's own task id is unknown,
 * because createTask's answer was lost or is slower than the callback.
 */
final class EchoedCallbackUrl {
    private static final String FIELD = "callBackUrl";

    private EchoedCallbackUrl() {}

    /** Whether the body holds a callback URL of another generation. An id is never escaped in JSON. */
    static boolean ofAnother(byte[] body, UUID id) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains(FIELD) && !text.contains(id.toString());
    }
}
