package dev.gengate.submission;

/** What becomes of submissions while the provider's account is empty. */
public enum WithoutCredits {
    /** The one that met it fails, what comes next is answered 402 and not stored. What was queued before stays so. */
    REFUSE,
    /** All wait until there are credits again. */
    QUEUE
}
