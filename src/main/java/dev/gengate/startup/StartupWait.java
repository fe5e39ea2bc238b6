package dev.gengate.startup;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Waits for the ledger at the start: a database that is restarting must not end a starting replica. */
public final class StartupWait {
    private static final Logger LOG = Logger.getLogger(StartupWait.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private StartupWait() {}

    /** Blocks until the statement succeeds and logs once that it waits; fails after a minute. */
    public static <T> T forLedger(Uni<T> statement) {
        AtomicBoolean said = new AtomicBoolean();
        return statement
                .onFailure()
                .invoke(failure -> {
                    if (said.compareAndSet(false, true)) {
                        LOG.warnf(
                                "the start waits for the ledger (%s)",
                                failure.getClass().getSimpleName());
                    }
                })
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LONGEST_RETRY)
                .expireIn(PATIENCE.toMillis())
                .await()
                .indefinitely();
    }
}
