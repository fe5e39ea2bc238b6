package dev.gengate.startup;

/** Priorities of the steps at start-up that precede all others, which have no priority. */
public final class StartOrder {
    public static final int PLAIN_STEPS = -4;
    static final int CHECKS = -3;
    static final int MIGRATION = -2;
    public static final int CLOCK = -1;

    private StartOrder() {}
}
