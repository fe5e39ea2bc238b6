package dev.gengate.proof.scale;

import java.util.Map;

/**
 * What a server had used at some time.
 *
 * @param cpuMillis by process
 * @param blocks touched, in its cache or not
 */
record Usage(Map<Long, Double> cpuMillis, long walBytes, long blocks) {
    /** The processor time of the processes that are still there. */
    double cpuMillisSince(Usage before) {
        return cpuMillis.entrySet().stream()
                .mapToDouble(now -> now.getValue() - before.cpuMillis.getOrDefault(now.getKey(), 0.0))
                .sum();
    }
}
