package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import dev.gengate.proof.bench.report.JavaVersion;
import dev.gengate.proof.bench.report.Machine;
import dev.gengate.proof.bench.report.Names;
import java.nio.file.Path;
import java.time.Duration;

/** Measurements that the peer has no part in: each starts the gateway anew. */
final class GatewayAlone {
    private static final int BACKLOG = 100_000;
    private static final int PROVIDER_MILLIS = 50;
    private static final int CALLS_PER_SECOND = 50;
    /** 1,500 calls: of fewer the 99th percentile is that of one stall. */
    private static final int CALL_SECONDS = 30;

    private static final int TRAINING_CALLS = 10;
    private static final double MICROS_PER_MILLI = 1_000;

    private final Options options;
    private final Surroundings surroundings;
    private final Figures figures;

    GatewayAlone(Options options, Surroundings surroundings, Figures figures) {
        this.options = options;
        this.surroundings = surroundings;
        this.figures = figures;
    }

    /** How fast does a gateway that just started publish what is on nobody's mind? */
    void replay(Contestant gateway, NumberedRows ledger) {
        ledger.backlog(BACKLOG);
        ledger.settle();
        try (RunningContestant running = RunningContestant.start(gateway, options)) {
            long ready = System.nanoTime();
            running.until(Duration.ofMillis(50), () -> ledger.unpublished() == 0);
            add(gateway, Names.REPLAY, BACKLOG / ((System.nanoTime() - ready) / 1e9));
        }
    }

    /**
     * Start-up after a training run as the image's, with what the Java at hand has: the AOT cache of JDK 25, or else an
     * archive of classes. In turn with a start without.
     */
    void startUp(Contestant gateway, int times, SubmissionLoad submissions) {
        Path archive = options.file("gateway.archive");
        boolean aot = JavaVersion.of(options.java()) >= 25;
        String write = (aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        String read = (aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
        try (RunningContestant training = RunningContestant.start(gateway.with(write), options)) {
            LoadOrder posts = submissions.submissions(training.contestant());
            surroundings.load().run("training", posts.open(TRAINING_CALLS, 1));
        }
        for (int i = 0; i < times; i++) {
            started(gateway, Names.START_UP);
            started(gateway.with(read), Names.CACHED_START_UP);
        }
    }

    private void started(Contestant gateway, String figure) {
        try (RunningContestant running = RunningContestant.start(gateway, options)) {
            add(gateway, figure, running.startUpSeconds());
        }
    }

    /** What is left resident of a small heap after callbacks as fast as they go. */
    void smallHeap(Contestant gateway, NumberedRows ledger, CallbackLoad callbacks) {
        try (RunningContestant running = RunningContestant.start(gateway.with("-Xmx256m"), options)) {
            callbacks.warmUp(running, ledger);
            callbacks.closed(running, ledger, 128, options.seconds());
            add(gateway, Names.SMALL_MEMORY, Machine.residentMebibytes(running.handle()));
        }
    }

    /** What a submission takes beyond the provider's own time, when nobody hurries. */
    void overhead(Contestant gateway, SubmissionLoad submissions) {
        surroundings.simulator().set("createTaskLatency", PROVIDER_MILLIS);
        surroundings.simulator().set("fast", false);
        try (RunningContestant running = RunningContestant.start(gateway, options)) {
            LoadOrder posts = submissions.submissions(running.contestant());
            WarmUp.run(running, options.warmUp(), (connections, seconds) -> surroundings
                    .load()
                    .run("POST", posts.closed(connections, seconds)));
            LoadResult through = surroundings.load().run("POST", posts.open(CALLS_PER_SECOND, CALL_SECONDS));
            LoadResult direct = surroundings
                    .load()
                    .run("task", submissions.createTasks(surroundings).open(CALLS_PER_SECOND, CALL_SECONDS));
            add(gateway, Names.OVERHEAD, (through.p99() - direct.p99()) / MICROS_PER_MILLI);
        } finally {
            surroundings.simulator().set("fast", true);
        }
    }

    private void add(Contestant gateway, String figure, double value) {
        figures.add(figure, gateway.name(), value);
        System.err.printf("  %-10s %-60s %,12.3f%n", gateway.name(), figure, value);
    }
}
