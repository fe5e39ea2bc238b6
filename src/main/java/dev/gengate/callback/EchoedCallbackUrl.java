package dev.gengate.callback;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The provider's callbacks repeat the request they answer, callback URL included (data.param, seen). A report that
 * repeats another generation's URL is about another task, unless it names ours: the echo decides only as long as our own
 * task's id is not known, since its createTask answer was lost or is slower than the callback.
 */
final class EchoedCallbackUrl {
    private static final String FIELD = "callBackUrl";

    private EchoedCallbackUrl() {}

    /** Whether the body repeats a callback URL and it is not this generation's. An id is never escaped in JSON. */
    static boolean ofAnother(byte[] body, UUID id) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains(FIELD) && !text.contains(id.toString());
    }
}
