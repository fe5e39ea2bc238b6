package dev.gengate.files;

/** An upload that came to nothing. */
final class UploadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UploadOutcome outcome;

    UploadException(UploadOutcome outcome) {
        super(outcome.label(), null, false, false);
        this.outcome = outcome;
    }

    /** What is not known is the fault of whatever was to take it. */
    static UploadOutcome outcomeOf(Throwable failure) {
        return failure instanceof UploadException known ? known.outcome : UploadOutcome.UNAVAILABLE;
    }
}
