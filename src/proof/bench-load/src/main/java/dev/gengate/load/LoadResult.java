package dev.gengate.load;

import io.hyperfoil.api.statistics.StatisticsSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run came to; latencies in microseconds.
 *
 * @param good answers with the expected status
 * @param bad other answers, time-outs and broken connections
 * @param late arrivals the driver itself was late with; counted in the latencies all the same
 * @param next the first line that was not sent
 * @param exhausted true when there were fewer lines than the run could have sent: its figures mean nothing
 * @param curve pairs of quantile and latency, for a drawing
 */
record LoadResult(
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

    static LoadResult of(StatisticsSnapshot statistics, Stopwatch stopwatch, RequestSupply supply) {
        long good = statistics.responseCount - statistics.invalid;
        return new LoadResult(
                good,
                statistics.invalid + statistics.errors(),
                stopwatch.late(),
                supply.nextLine(),
                supply.exhausted(),
                stopwatch.seconds(),
                good / stopwatch.seconds(),
                micros(stopwatch, 50),
                micros(stopwatch, 99),
                micros(stopwatch, 99.9),
                micros(stopwatch, 100),
                curve(stopwatch));
    }

    private static double micros(Stopwatch stopwatch, double percentile) {
        return stopwatch.latency().getValueAtPercentile(percentile) / 1000.0;
    }

    private static List<double[]> curve(Stopwatch stopwatch) {
        List<double[]> points = new ArrayList<>();
        for (double tail = 1.0; tail > 0.0001; tail *= 0.8) {
            points.add(new double[] {1 - tail, micros(stopwatch, 100 * (1 - tail))});
        }
        return points;
    }
}
