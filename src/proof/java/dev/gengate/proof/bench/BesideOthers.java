package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import java.util.ArrayList;
import java.util.List;

/** Callbacks a second without and with other requests beside them, in turn, on one started gateway. */
final class BesideOthers {
    private static final int CONNECTIONS = 32;

    private final Options options;
    private final CallbackLoad callbacks;
    private final Others others;
    private final List<Double> ratios = new ArrayList<>();
    private long answered;
    private long lost;

    BesideOthers(Options options, Surroundings surroundings, Others others) {
        this.options = options;
        this.callbacks = new CallbackLoad(options, surroundings);
        this.others = others;
    }

    /** What comes beside the callbacks. */
    interface Others {
        String what();

        /** Requests to the gateway on that port, until they are closed. */
        Running begin(int port);

        /** Counted when it is closed. */
        interface Running extends AutoCloseable {
            /** Answered as they have to be. */
            long answered();

            /** Answered otherwise or not at all. */
            long lost();

            @Override
            void close();
        }
    }

    /** Whether the median of the ratios reaches the floor, and every other request was answered as it has to be. */
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
                "callbacks a second at %d connections, with %s / without: %.3f (of %d pairs: %s)%n",
                CONNECTIONS, others.what(), median, ratios.size(), shown());
        System.out.printf("other requests answered: %,d; answered otherwise or not: %,d%n", answered, lost);
        return median >= options.floor() && lost == 0;
    }

    /** What the machine gains or loses over time falls on both alike: every other round the other way about. */
    private void round(RunningContestant running, NumberedRows ledger, boolean othersFirst) {
        double first = othersFirst ? besideOthers(running, ledger) : alone(running, ledger);
        double second = othersFirst ? alone(running, ledger) : besideOthers(running, ledger);
        double ratio = othersFirst ? first / second : second / first;
        System.err.printf("  %,8.0f/s then %,8.0f/s: ratio %.3f%n", first, second, ratio);
        ratios.add(ratio);
    }

    private double alone(RunningContestant running, NumberedRows ledger) {
        return callbacks.closed(running, ledger, CONNECTIONS, options.seconds()).perSecond();
    }

    private double besideOthers(RunningContestant running, NumberedRows ledger) {
        Others.Running requests = others.begin(running.contestant().port());
        double rate;
        try (requests) {
            rate = alone(running, ledger);
        }
        answered += requests.answered();
        lost += requests.lost();
        return rate;
    }

    private String shown() {
        return String.join(
                ", ", ratios.stream().map(ratio -> String.format("%.3f", ratio)).toList());
    }
}
