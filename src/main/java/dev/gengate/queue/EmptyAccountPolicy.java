package dev.gengate.queue;

/** How submissions are treated while the provider's account is empty. */
public enum EmptyAccountPolicy {
    /**
     * The submission that meets the empty account fails with 402; later ones are not stored. Queued ones stay queued.
     */
    REFUSE,
    /** All wait until the account has credits again. */
    QUEUE
}
