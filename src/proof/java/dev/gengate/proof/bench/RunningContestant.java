package dev.gengate.proof.bench;

import dev.gengate.proof.servers.ChildProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A contestant that takes requests. */
final class RunningContestant extends ChildProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A Java that writes an archive of its classes does so when it ends. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(1);

    private static final Duration GRAIN = Duration.ofMillis(5);

    private final Contestant contestant;
    private final Duration startUp;

    private RunningContestant(Contestant contestant, Options options) {
        super(contestant.command(options), contestant.environment(), options.file(contestant.name() + ".log"));
        untilTheEnd();
        this.contestant = contestant;
        long started = System.nanoTime();
        start();
        until(GRAIN, this::ready);
        this.startUp = Duration.ofNanos(System.nanoTime() - started);
    }

    static RunningContestant start(Contestant contestant, Options options) {
        return new RunningContestant(contestant, options);
    }

    /** Asks again and again, with a pause between; fails when it ends before, or after two minutes. */
    void until(Duration pause, BooleanSupplier question) {
        if (!await(PATIENCE, pause, question)) {
            throw new IllegalStateException(contestant.name() + " broke off: " + lastWords());
        }
    }

    private boolean ready() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) contestant.ready().toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == contestant.readyStatus();
        } catch (IOException e) {
            return false;
        }
    }

    Contestant contestant() {
        return contestant;
    }

    /** Asks it to end, then makes it. */
    @Override
    public void close() {
        closeWithin(LAST_WORDS);
    }

    /** From the start of the process to ready. */
    double startUpSeconds() {
        return startUp.toMillis() / 1000.0;
    }
}
