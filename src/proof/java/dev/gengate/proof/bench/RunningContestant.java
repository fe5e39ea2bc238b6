package dev.gengate.proof.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;

/** A contestant that takes requests. */
final class RunningContestant extends ChildProcess {
    private static final Duration GRAIN = Duration.ofMillis(5);

    private final Contestant contestant;
    private final Duration startUp;

    private RunningContestant(Contestant contestant, Options options) {
        super(contestant.name(), contestant.command(options), contestant.environment(), options.folder(), false);
        this.contestant = contestant;
        long started = System.nanoTime();
        await(GRAIN, this::ready);
        this.startUp = Duration.ofNanos(System.nanoTime() - started);
    }

    static RunningContestant start(Contestant contestant, Options options) {
        return new RunningContestant(contestant, options);
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

    /** From the start of the process to ready. */
    double startUpSeconds() {
        return startUp.toMillis() / 1000.0;
    }
}
