package dev.gengate.generation.figures;

import java.time.Instant;
import java.util.List;

/**
 * Who waits, and what the provider's limit has room for.
 *
 * @param free createTask calls that may leave now
 * @param running tasks at the provider, counted up to a bound
 */
public record QueueFigures(List<Line> lines, int free, long running) {

    /**
     * One caller's line.
     *
     * @param share of the limit, while these callers wait; 1 for one alone
     * @param oldest when the first of its line was accepted
     * @param nextStart estimated; null while nobody knows
     */
    public record Line(String caller, long waiting, double weight, double share, Instant oldest, Instant nextStart) {}
}
