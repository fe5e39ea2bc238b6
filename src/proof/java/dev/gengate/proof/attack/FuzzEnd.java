package dev.gengate.proof.attack;

/** What becomes of a request of the fuzz over HTTP. */
public enum FuzzEnd {
    ANSWERED,
    /** The connection was closed without an answer. */
    CLOSED,
    /** It was not complete: neither of the two for seconds, and one of them as soon as there was more to read. */
    WAITING_FOR_MORE
}
