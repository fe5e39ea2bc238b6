package dev.gengate.proof.bench;

import java.util.List;

/** What the load driver measured, in its words; latencies in microseconds. */
public record LoadResult(
        long good,
        long bad,
        long late,
        int next,
        boolean exhausted,
        double seconds,
        double perSecond,
        double p50,
        double p99,
        double p999,
        double max,
        List<double[]> curve) {

    /** This result, unless it counts failures. A run that was exhausted counts some, and is its caller's to repeat. */
    LoadResult orFail(String what) {
        if (!exhausted && bad * 1000 > good) {
            throw new IllegalStateException(what + ": " + bad + " of " + (good + bad) + " requests failed");
        }
        return this;
    }
}
