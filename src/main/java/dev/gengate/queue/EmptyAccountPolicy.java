package dev.gengate.queue;

/** What becomes of submissions while the provider's account is empty. */
public enum EmptyAccountPolicy {
    /** A POST that met it is answered 402 and fails, what comes next is not stored. What was queued before stays so. */
    REFUSE,
    /** All wait until there are credits again. */
    QUEUE
}
