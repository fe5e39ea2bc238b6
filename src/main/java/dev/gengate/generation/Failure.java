package dev.gengate.generation;

/**
 * Why a generation did not succeed, as shown to its caller and its consumers.
 *
 * @param code the provider's failCode as it is, or one of the gateway's own lower_snake_case codes
 * @param message a sentence for people; may quote the provider, so it is never logged
 */
public record Failure(String code, String message) {
    /** createTask's answer was lost and no sign of a task came until the deadline. */
    public static final String SUBMISSION_UNCONFIRMED = "submission_unconfirmed";
    /** The deadline for a result passed. */
    public static final String DEADLINE_EXCEEDED = "deadline_exceeded";
    /** The provider reported success without a result. */
    public static final String NO_RESULT = "no_result";
    /** The data of a model that answers with data alone are larger than an event may hold. */
    public static final String RESULT_TOO_LARGE = "result_too_large";
    /** The provider's task failed without saying why. */
    public static final String GENERATION_FAILED = "generation_failed";
    /** Its input names an earlier generation that was purged before it was sent. */
    public static final String EARLIER_GENERATION_GONE = "earlier_generation_gone";
    /** Its input names a file that was gone before it was sent. */
    public static final String FILE_GONE = "file_gone";
    /** The caller cancelled it while it was queued. */
    public static final String CANCELLED = "cancelled";
}
