package dev.gengate.callback;

import java.util.Locale;

/** The result of a callback, and the status that the provider gets. */
enum CallbackVerdict {
    /** Its outcome is committed. */
    COMPLETED(200),
    /** The generation had already ended with the same outcome. */
    DUPLICATE(200),
    /** The generation had already ended differently; the outcome is kept for audit. */
    LATE(200),
    /** The task has not ended, as far as the body says; it is polled. */
    NOT_TERMINAL(200),
    /** The body could not be read; the task is polled. */
    UNREADABLE(200),
    /** It names another task than the generation's, which is polled. */
    WRONG_TASK(200),
    /** The generation does not exist (any more). */
    UNKNOWN(200),
    /** Unknown path, or a token that this gateway did not make. */
    BAD_TOKEN(404),
    /** One more wrong token after too many of the same source. Genuine tokens of that source are still accepted. */
    TOO_MANY_BAD_TOKENS(429),
    /** The provider's signature is missing, wrong or stale; the task of a stale one is polled. */
    BAD_SIGNATURE(401),
    /** The body is over its limit. */
    TOO_LARGE(413),
    /** Its body does not fit beside the bodies held now; the provider tries again. */
    OVERLOADED(503),
    /** The outcome could not be made durable; the provider tries again. */
    UNAVAILABLE(503);

    private final int status;

    CallbackVerdict(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether the generation's journal has it: it is not as callbacks should be, and shown nowhere else. */
    boolean odd() {
        return this == UNREADABLE || this == WRONG_TASK || this == BAD_SIGNATURE;
    }

    /** The metric's label. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
