package dev.gengate.startup;

/** Priorities of what is done at the start before anything else is; the scheduler's is 0. */
public final class StartOrder {
    public static final int LOG = -3;
    public static final int PLAIN_STEPS = -3;
    static final int CHECKS = -2;
    static final int MIGRATION = -1;

    private StartOrder() {}
}
