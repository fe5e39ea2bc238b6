package dev.gengate.queue;

/** How submissions are treated that the provider's account does not have enough credits for. */
public enum EmptyAccountPolicy {
    /**
     * The submission that meets it fails with 402; later ones that cost as much are not stored. Queued ones stay queued.
     */
    REFUSE,
    /** All wait until credits suffice. */
    QUEUE
}
