package dev.gengate.callback;

import java.util.Locale;

/** What became of a callback, and what the provider is answered. */
enum CallbackVerdict {
    /** Its outcome is committed. */
    COMPLETED(200),
    /** The generation had ended just so. */
    DUPLICATE(200),
    /** The generation had ended otherwise; kept for audit. */
    LATE(200),
    /** The task is not at its end. */
    NOT_TERMINAL(200),
    /** The body could not be read; the task is polled. */
    UNREADABLE(200),
    /** It names another task than ours; ours is polled. */
    WRONG_TASK(200),
    /** The generation is not there (any more). */
    UNKNOWN(200),
    /** No such path, or a token that is not ours. */
    BAD_TOKEN(404),
    /** Another one, after too many of that source. A genuine token of the same source is taken as ever. */
    TOO_MANY_BAD_TOKENS(429),
    /** The provider's signature is missing, wrong or stale. */
    BAD_SIGNATURE(401),
    /** Over the body limit. */
    TOO_LARGE(413),
    /** There is no room for its body beside those of the others; the provider tries again. */
    OVERLOADED(503),
    /** Not durable now; the provider tries again. */
    UNAVAILABLE(503);

    private final int status;

    CallbackVerdict(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** The metric's label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
