package dev.gengate.proof.bench.report;

import java.util.List;

/**
 * What a figure of the gateway is held against.
 *
 * @param peerFigure the peer's figure it is divided by; null for a bound on the figure itself
 * @param atLeast whether {@code bound} is the least that will do, or the most
 */
record Goal(String figure, String peerFigure, boolean atLeast, double bound) {

    static final List<Goal> ALL = List.of(
            ratio(Names.callbackRate(32), true, 1.0),
            ratio(Names.callbackRate(128), true, 1.5),
            ratio(Names.callbackLatency("p50", 1), false, 1.3),
            ratio(Names.LOW_RATE_P99, false, 1.0),
            ratio(Names.HALF_RATE_P99, false, 1.0),
            new Goal(Names.submissionRate(32), Names.callbackRate(32), true, 0.5),
            new Goal(Names.submissionRate(128), Names.callbackRate(128), true, 0.5),
            new Goal(Names.OVERHEAD, null, false, 5),
            new Goal(Names.CACHED_START_UP, null, false, 1),
            new Goal(Names.SMALL_MEMORY, null, false, 300));

    /** Beside the gateway of another release: nothing becomes worse by more than a twentieth. */
    static final List<Goal> BESIDE_ANOTHER_RELEASE = List.of(
            ratio(Names.callbackRate(32), true, 0.95),
            ratio(Names.callbackRate(128), true, 0.95),
            ratio(Names.submissionRate(32), true, 0.95),
            ratio(Names.submissionRate(128), true, 0.95),
            ratio(Names.processor("all", 32), false, 1.05),
            ratio(Names.processor("all", 128), false, 1.05),
            ratio(Names.START_UP, false, 1.05),
            ratio(Names.MEMORY, false, 1.05));

    /** Beside the same gateway without its console: both are the same within what one start differs from another. */
    static final List<Goal> BESIDE_NO_CONSOLE =
            List.of(ratio(Names.START_UP, false, 1.05), ratio(Names.READY_MEMORY, false, 1.05));

    private static Goal ratio(String figure, boolean atLeast, double bound) {
        return new Goal(figure, figure, atLeast, bound);
    }

    boolean reachedBy(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        return (atLeast ? ">= " : "<= ") + bound;
    }
}
