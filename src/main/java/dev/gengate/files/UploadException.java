package dev.gengate.files;

import java.time.Instant;

/** An upload that came to nothing. */
final class UploadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UploadOutcome outcome;
    private final Instant roomAt;

    UploadException(UploadOutcome outcome) {
        this(outcome, null);
    }

    /** Its caller keeps too much until then. */
    UploadException(Instant roomAt) {
        this(UploadOutcome.FULL, roomAt);
    }

    private UploadException(UploadOutcome outcome, Instant roomAt) {
        super(outcome.label(), null, false, false);
        this.outcome = outcome;
        this.roomAt = roomAt;
    }

    /** Null unless the outcome is {@link UploadOutcome#FULL}. */
    Instant roomAt() {
        return roomAt;
    }

    /** What is not known is the fault of whatever was to take it. */
    static UploadOutcome outcomeOf(Throwable failure) {
        return failure instanceof UploadException known ? known.outcome : UploadOutcome.UNAVAILABLE;
    }
}
