package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** Callbacks a second without and with forged ones beside them, in turn, on one started gateway. */
final class UnderForgery {
    static final int FORGED_PER_SECOND = 500;
    private static final int CONNECTIONS = 32;

    private final Options options;
    private final CallbackLoad callbacks;
    private final List<Double> ratios = new ArrayList<>();
    private long refused;
    private long lost;

    UnderForgery(Options options, Surroundings surroundings) {
        this.options = options;
        this.callbacks = new CallbackLoad(options, surroundings);
    }

    /** Whether the median of the ratios reaches the floor, and every forgery was refused. */
    boolean run(Contestant gateway, NumberedRows ledger) {
        try (RunningContestant running = RunningContestant.start(gateway, options)) {
            callbacks.warmUp(running, ledger);
            for (int round = 1; round <= options.rounds(); round++) {
                round(running, ledger, round % 2 == 0);
            }
        }
        double median =
                Figures.median(ratios.stream().mapToDouble(Double::doubleValue)).orElseThrow();
        System.out.printf(
                "callbacks a second at %d connections, with %d forged a second / without: %.3f (of %d pairs: %s)%n",
                CONNECTIONS, FORGED_PER_SECOND, median, ratios.size(), shown());
        System.out.printf("forged callbacks refused: %,d; answered otherwise or not: %,d%n", refused, lost);
        return median >= options.floor() && lost == 0;
    }

    /** What the machine gains or loses over time falls on both alike: every other round the other way about. */
    private void round(RunningContestant running, NumberedRows ledger, boolean forgedFirst) {
        double first = forgedFirst ? underForgery(running, ledger) : alone(running, ledger);
        double second = forgedFirst ? alone(running, ledger) : underForgery(running, ledger);
        double ratio = forgedFirst ? first / second : second / first;
        System.err.printf("  %,8.0f/s then %,8.0f/s: ratio %.3f%n", first, second, ratio);
        ratios.add(ratio);
    }

    private double alone(RunningContestant running, NumberedRows ledger) {
        return callbacks.closed(running, ledger, CONNECTIONS, options.seconds()).perSecond();
    }

    private double underForgery(RunningContestant running, NumberedRows ledger) {
        Forgeries forgeries = Forgeries.begin(running.contestant().port(), FORGED_PER_SECOND);
        double rate;
        try (forgeries) {
            rate = alone(running, ledger);
        }
        refused += forgeries.refused();
        lost += forgeries.lost();
        return rate;
    }

    private String shown() {
        return String.join(
                ", ", ratios.stream().map(ratio -> String.format("%.3f", ratio)).toList());
    }
}
