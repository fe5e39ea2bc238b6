package dev.gengate.startup;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends a start that is told to end: Quarkus would let it finish first, and one that waits for its database does so for
 * minutes. Nothing is served yet, and a migration is a transaction.
 */
@ApplicationScoped
class StartupInterrupt {
    /** What a process has that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    private static volatile boolean ended;

    static void endsWhenToldTo() {
        Runtime.getRuntime().addShutdownHook(new Thread(StartupInterrupt::end, "unfinished-start"));
    }

    /** Well or not: from now on a shutdown is Quarkus' own. */
    static void ended() {
        ended = true;
    }

    /** After every other observer, of which some wait for the database too. */
    void started(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        ended();
    }

    private static void end() {
        if (!ended) {
            System.err.println("generation-gateway was told to end before its start had");
            Runtime.getRuntime().halt(TERMINATED);
        }
    }
}
