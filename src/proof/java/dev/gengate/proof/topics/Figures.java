package dev.gengate.proof.topics;

import dev.gengate.proof.topics.SickTopic.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one phase measured.
 *
 * @param others milliseconds of the other caller's events since the ends of their tasks, ascending
 * @param after seconds from the mend until the first caller's events were all there
 * @param unordered of the other's events, those out of completion order, by how much
 * @param unorderedOfFirst the same of the first caller's: what is new goes at once after the mend, what waited follows
 * @param refused submissions that were not accepted
 */
record Figures(
        Fault fault,
        List<Long> others,
        double after,
        int outOfOrderByKey,
        List<Duration> unordered,
        List<Duration> unorderedOfFirst,
        int lost,
        int duplicates,
        int refused) {
    static final String HEAD =
            """
            | the first's topic | the other's events: p50 · p99 · the slowest | the first's are all there after the mend | out of order within a key | out of completion order, the furthest: the other's · the first's | lost · duplicates · not accepted |
            |---|---|---|---|---|---|""";

    /** A machine with other work is slower now and then. */
    private static final long ALLOWED_MILLIS = 50;
    /** Two replicas publish beside each other, in batches; more than that is an event that was left behind. */
    private static final Duration OUT_OF_ORDER = Duration.ofSeconds(2);

    static Figures of(
            Fault fault, PhaseEvents other, PhaseEvents first, Map<String, Long> ended, double after, int refused) {
        return new Figures(
                fault,
                other.since(ended),
                after,
                other.outOfOrderByKey() + first.outOfOrderByKey(),
                other.outOfCompletionOrder(),
                first.outOfCompletionOrder(),
                other.lost() + first.lost(),
                other.duplicates() + first.duplicates(),
                refused);
    }

    /** What the other's p99 may be in the phases before this one. */
    long goal() {
        return Math.max(quantile(0.99) * 3 / 2, quantile(0.99) + ALLOWED_MILLIS);
    }

    /** Where the limit falls below the size of batches, a producer gives up what it has, and that is sent again. */
    boolean good(long goal) {
        return quantile(0.99) <= goal
                && lost == 0
                && (duplicates == 0 || fault == Fault.NARROW)
                && outOfOrderByKey == 0
                && furthest(unordered).compareTo(OUT_OF_ORDER) <= 0
                && refused == 0;
    }

    private long quantile(double share) {
        return others.get((int) Math.min(others.size() - 1, share * others.size()));
    }

    private static Duration furthest(List<Duration> unordered) {
        return unordered.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static String shown(List<Duration> unordered) {
        return "%d, %.1f s".formatted(unordered.size(), furthest(unordered).toMillis() / 1e3);
    }

    @Override
    public String toString() {
        return "| %s | %d · %d · %d ms | %s | %d | %s · %s | %d · %d · %d |"
                .formatted(
                        fault,
                        quantile(0.5),
                        quantile(0.99),
                        quantile(1),
                        fault == Fault.NONE ? "" : "%.1f s".formatted(after),
                        outOfOrderByKey,
                        shown(unordered),
                        shown(unorderedOfFirst),
                        lost,
                        duplicates,
                        refused);
    }
}
