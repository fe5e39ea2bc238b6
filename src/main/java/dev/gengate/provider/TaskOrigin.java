package dev.gengate.provider;

/** Whose task one is, as the provider's record of it tells. */
public enum TaskOrigin {
    /** The record names the callback URL of the generation that was asked for. */
    OURS,
    /** It names another URL, or none. */
    ANOTHERS,
    /** The provider knows no such task. */
    UNKNOWN,
    /** The provider did not say. */
    UNAVAILABLE
}
