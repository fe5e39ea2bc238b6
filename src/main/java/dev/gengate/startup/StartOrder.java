package dev.gengate.startup;

/** Priorities of the steps at start-up that precede all others, which have no priority. */
public final class StartOrder {
    public static final int PLAIN_STEPS = -4;
    static final int CHECKS = -3;
    static final int MIGRATION = -2;
    public static final int CLOCK = -1;
    /** Before anything that decides about requests, or sends them: an intake rejects for good. */
    public static final int MODELS = 0;

    private StartOrder() {}
}
