package dev.gengate.proof.topics;

import dev.gengate.proof.topics.SickTopic.Fault;
import java.util.List;
import java.util.Map;

/**
 * What one phase measured.
 *
 * @param others milliseconds of the other caller's events since the ends of their tasks, ascending
 * @param after seconds from the mend until the first caller's events were all there
 * @param refused submissions that were not accepted
 */
record Figures(
        Fault fault,
        List<Long> others,
        double after,
        int outOfOrderByKey,
        int outOfCompletionOrder,
        int lost,
        int duplicates,
        int refused) {
    static final String HEAD =
            """
            | the first's topic | the other's events: p50 · p99 · the slowest | the first's are all there after the mend | out of order within a key · of completion | lost · duplicates · not accepted |
            |---|---|---|---|---|""";

    /** A machine with other work is slower now and then. */
    private static final long ALLOWED_MILLIS = 50;

    static Figures of(
            Fault fault, PhaseEvents other, PhaseEvents first, Map<String, Long> ended, double after, int refused) {
        return new Figures(
                fault,
                other.since(ended),
                after,
                other.outOfOrderByKey() + first.outOfOrderByKey(),
                first.outOfCompletionOrder(),
                other.lost() + first.lost(),
                other.duplicates() + first.duplicates(),
                refused);
    }

    /** What the other's p99 may be in the phases that follow this one. */
    long goal() {
        return Math.max(quantile(0.99) * 3 / 2, quantile(0.99) + ALLOWED_MILLIS);
    }

    boolean good(long goal) {
        return quantile(0.99) <= goal && lost == 0 && outOfOrderByKey == 0 && refused == 0;
    }

    private long quantile(double share) {
        return others.get((int) Math.min(others.size() - 1, share * others.size()));
    }

    @Override
    public String toString() {
        return "| %s | %d · %d · %d ms | %s | %d · %d | %d · %d · %d |"
                .formatted(
                        fault,
                        quantile(0.5),
                        quantile(0.99),
                        quantile(1),
                        fault == Fault.NONE ? "" : "%.1f s".formatted(after),
                        outOfOrderByKey,
                        outOfCompletionOrder,
                        lost,
                        duplicates,
                        refused);
    }
}
