package dev.gengate.provider.answer;

/** Which generation a task belongs to, according to the provider's record. */
public enum TaskOrigin {
    /** The record holds the callback URL of the given generation. */
    OURS,
    /** The record holds another URL, or none. */
    ANOTHERS,
    /** The provider knows no such task. */
    UNKNOWN,
    /** The provider gave no usable answer. */
    UNAVAILABLE
}
