package dev.gengate.proof.audit;

/**
 * A callback that the provider did not send.
 *
 * @param kind what was wrong with it
 * @param status how it was answered, 0 for not at all
 */
public record Forgery(String kind, int status) {
    /** In all that a forgery says, so that it would be found wherever it took effect. */
    public static final String MARK = "forged.example";
}
