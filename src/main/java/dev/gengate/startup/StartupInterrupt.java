package dev.gengate.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends a starting process on SIGTERM: Quarkus would finish the start first, which may wait for the database for
 * minutes. Nothing is served by then, and a migration is a transaction.
 */
@ApplicationScoped
class StartupInterrupt {
    /** The exit code of a process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    private static volatile boolean ended;

    static void endsWhenToldTo() {
        Runtime.getRuntime().addShutdownHook(new Thread(StartupInterrupt::end, "unfinished-start"));
    }

    /** The start is over, successful or not: from now on Quarkus handles a shutdown. */
    static void ended() {
        ended = true;
    }

    /** Runs after every other observer, since some wait for the database too. */
    void started(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        ended();
    }

    private static void end() {
        if (!ended) {
            LastWords.say("generation-gateway was stopped before it had started");
            Runtime.getRuntime().halt(TERMINATED);
        }
    }
}
