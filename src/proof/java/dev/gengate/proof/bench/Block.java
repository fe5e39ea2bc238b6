package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import dev.gengate.proof.bench.report.LatencyCurves;
import dev.gengate.proof.bench.report.Machine;
import dev.gengate.proof.bench.report.Names;
import java.util.List;

/** One start of one contestant: warm-up, then every measurement that it takes part in. */
final class Block {
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 128);
    private static final List<Integer> QUICK_CONNECTIONS = List.of(32, 128);
    private static final List<Double> SHARES_OF_PEER_RATE = List.of(0.25, 0.5, 0.75);
    private static final int CALLERS = 32;
    /** So much longer is what is measured at a fixed rate: its 99th percentile of less is that of one stall. */
    private static final int FIXED_RATE_STRETCHES = 2;

    private static final double MICROS_PER_MILLI = 1_000;

    private final Options options;
    private final Surroundings surroundings;
    private final Figures figures;
    private final LatencyCurves curves;
    private final CallbackLoad callbacks;
    private final SubmissionLoad submissions;

    Block(Options options, Surroundings surroundings, Figures figures, LatencyCurves curves) {
        this.options = options;
        this.surroundings = surroundings;
        this.figures = figures;
        this.curves = curves;
        this.callbacks = new CallbackLoad(options, surroundings);
        this.submissions = new SubmissionLoad(options);
    }

    void run(Contestant contestant, NumberedRows ledger) {
        try (RunningContestant running = RunningContestant.start(contestant, options)) {
            add(contestant, Names.START_UP, running.startUpSeconds());
            callbacks.warmUp(running, ledger);
            (options.quick() ? QUICK_CONNECTIONS : CONNECTIONS)
                    .forEach(connections -> closed(running, ledger, connections));
            if (!options.quick()) {
                open(running, ledger);
                events(running, ledger);
            }
            add(contestant, Names.MEMORY, Machine.residentMebibytes(running.handle()));
            if (contestant.gateway() && !options.quick()) {
                posts(running);
                questions(running, ledger);
            }
        }
    }

    /** What a gateway is compared by with another one. */
    void pair(Contestant contestant, NumberedRows ledger) {
        try (RunningContestant running = RunningContestant.start(contestant, options)) {
            add(contestant, Names.START_UP, running.startUpSeconds());
            callbacks.warmUp(running, ledger);
            QUICK_CONNECTIONS.forEach(connections -> closed(running, ledger, connections));
            posts(running);
            add(contestant, Names.MEMORY, Machine.residentMebibytes(running.handle()));
        }
    }

    /** The start alone. */
    void starts(Contestant contestant) {
        try (RunningContestant running = RunningContestant.start(contestant, options)) {
            add(contestant, Names.START_UP, running.startUpSeconds());
            add(contestant, Names.READY_MEMORY, Machine.residentMebibytes(running.handle()));
        }
    }

    /** Callbacks alone. */
    void acknowledgements(Contestant contestant, NumberedRows ledger) {
        try (RunningContestant running = RunningContestant.start(contestant, options)) {
            callbacks.warmUp(running, ledger);
            QUICK_CONNECTIONS.forEach(connections -> closed(running, ledger, connections));
            add(contestant, Names.MEMORY, Machine.residentMebibytes(running.handle()));
        }
    }

    /** The peer's requests and the gateway's submissions alone. */
    void submissions(Contestant contestant, NumberedRows ledger) {
        try (RunningContestant running = RunningContestant.start(contestant, options)) {
            if (contestant.gateway()) {
                posts(running);
            } else {
                callbacks.warmUp(running, ledger);
                QUICK_CONNECTIONS.forEach(connections -> closed(running, ledger, connections));
            }
        }
    }

    private void closed(RunningContestant running, NumberedRows ledger, int connections) {
        Contestant contestant = running.contestant();
        CpuMeter meter = new CpuMeter(running, surroundings);
        LoadResult result =
                callbacks.closed(running, ledger, connections, options.seconds(), meter::start, meter::stop);
        add(contestant, Names.processor("own", connections), meter.ownSeconds() * 10_000 / result.good());
        add(contestant, Names.processor("all", connections), meter.allSeconds() * 10_000 / result.good());
        add(contestant, Names.processor("database", connections), meter.databaseSeconds() * 10_000 / result.good());
        add(contestant, Names.processor("broker", connections), meter.brokerSeconds() * 10_000 / result.good());
        add(contestant, Names.callbackRate(connections), result.perSecond());
        add(contestant, Names.callbackLatency("p50", connections), result.p50() / MICROS_PER_MILLI);
        add(contestant, Names.callbackLatency("p99", connections), result.p99() / MICROS_PER_MILLI);
        add(contestant, Names.callbackLatency("p99.9", connections), result.p999() / MICROS_PER_MILLI);
    }

    /** Rates are the peer's, who was measured first: both get the same. */
    private void open(RunningContestant running, NumberedRows ledger) {
        Contestant contestant = running.contestant();
        int low = (int) (peerRate(1) / 2);
        LoadResult quiet = callbacks.open(running, ledger, low, FIXED_RATE_STRETCHES * options.seconds());
        add(contestant, Names.LOW_RATE_P99, quiet.p99() / MICROS_PER_MILLI);
        curves.sweep(contestant.name(), low, quiet);
        for (double share : SHARES_OF_PEER_RATE) {
            int rate = (int) (peerRate(128) * share);
            LoadResult result = callbacks.open(running, ledger, rate, FIXED_RATE_STRETCHES * options.seconds());
            curves.sweep(contestant.name(), rate, result);
            if (share == 0.5) {
                add(contestant, Names.HALF_RATE_P99, result.p99() / MICROS_PER_MILLI);
                curves.quantiles(contestant.name(), result);
            }
        }
    }

    private double peerRate(int connections) {
        return figures.of(Names.callbackRate(connections), Contestant.CAMEL).get(0);
    }

    private void events(RunningContestant running, NumberedRows ledger) {
        long[] micros = callbacks.toEvents(running, ledger, (int) (peerRate(1) / 2), options.seconds());
        Contestant contestant = running.contestant();
        add(contestant, Names.EVENT_P50, EventTimes.quantile(micros, 0.5) / MICROS_PER_MILLI);
        add(contestant, Names.EVENT_P99, EventTimes.quantile(micros, 0.99) / MICROS_PER_MILLI);
    }

    private void posts(RunningContestant running) {
        Contestant contestant = running.contestant();
        LoadOrder posts = submissions.submissions(contestant);
        WarmUp.run(running, options.warmUp(), (connections, seconds) -> surroundings
                .load()
                .run("POST", posts.closed(connections, seconds)));
        for (int connections : QUICK_CONNECTIONS) {
            CpuMeter meter = new CpuMeter(running, surroundings);
            meter.start();
            LoadResult result = surroundings.load().run("POST", posts.closed(connections, options.seconds()));
            meter.stop();
            add(contestant, Names.submissionProcessor("own", connections), meter.ownSeconds() * 10_000 / result.good());
            add(
                    contestant,
                    Names.submissionProcessor("database", connections),
                    meter.databaseSeconds() * 10_000 / result.good());
            add(contestant, Names.submissionRate(connections), result.perSecond());
            add(contestant, Names.submissionLatency("p50", connections), result.p50() / MICROS_PER_MILLI);
            add(contestant, Names.submissionLatency("p99", connections), result.p99() / MICROS_PER_MILLI);
        }
    }

    private void questions(RunningContestant running, NumberedRows ledger) {
        Contestant contestant = running.contestant();
        LoadOrder gets = submissions.questions(contestant, ledger, callbacks.someSentRow());
        surroundings.load().run("GET, warm-up", gets.closed(CALLERS, 2));
        LoadResult result = surroundings.load().run("GET", gets.closed(CALLERS, options.seconds()));
        add(contestant, Names.questionRate(CALLERS), result.perSecond());
        add(contestant, Names.questionLatency("p50", CALLERS), result.p50() / MICROS_PER_MILLI);
        add(contestant, Names.questionLatency("p99", CALLERS), result.p99() / MICROS_PER_MILLI);
    }

    private void add(Contestant contestant, String figure, double value) {
        figures.add(figure, contestant.name(), value);
        System.err.printf("  %-10s %-60s %,12.3f%n", contestant.name(), figure, value);
    }
}
