package dev.gengate.startup;

/** Priorities of what is done at the start before anything else is; that has none. */
public final class StartOrder {
    public static final int LOG = -4;
    public static final int PLAIN_STEPS = -4;
    static final int CHECKS = -3;
    static final int MIGRATION = -2;
    public static final int CLOCK = -1;

    private StartOrder() {}
}
