package dev.gengate.proof.bench.report;

import dev.gengate.proof.bench.LoadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the drawing shows, by contestant; of several rounds the last. Latencies in milliseconds. */
public final class LatencyCurves {
    private static final double MICROS_PER_MILLI = 1_000;

    private final Map<String, List<double[]>> quantiles = new LinkedHashMap<>();
    private final Map<String, TreeMap<Double, Double>> sweeps = new LinkedHashMap<>();

    /** The whole distribution of one run at a fixed rate. */
    public void quantiles(String contestant, LoadResult result) {
        quantiles.put(
                contestant,
                result.curve().stream()
                        .map(point -> new double[] {point[0], point[1] / MICROS_PER_MILLI})
                        .toList());
    }

    /** The 99th percentile of one run at a fixed rate. */
    public void sweep(String contestant, int rate, LoadResult result) {
        sweeps.computeIfAbsent(contestant, name -> new TreeMap<>()).put((double) rate, result.p99() / MICROS_PER_MILLI);
    }

    /** Pairs of quantile and latency. */
    public Map<String, List<double[]>> quantiles() {
        return quantiles;
    }

    /** Pairs of rate and p99. */
    Map<String, List<double[]>> sweeps() {
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        sweeps.forEach((contestant, sweep) -> points.put(
                contestant,
                sweep.entrySet().stream()
                        .map(point -> new double[] {point.getKey(), point.getValue()})
                        .toList()));
        return points;
    }
}
