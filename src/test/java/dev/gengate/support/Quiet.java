package dev.gengate.support;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the embedded servers from talking about themselves. */
public final class Quiet {
    private static final List<String> TALKATIVE =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "io.zonky", "io.smallrye.reactive");
    private static final String LOG_MANAGER = "java.util.logging.manager";
    private static final List<Logger> KEPT = new ArrayList<>();

    private Quiet() {}

    /** Warnings only, from now on; loggers are kept so that their levels are not collected with them. */
    public static void logging() {
        if (System.getProperty(LOG_MANAGER) == null) {
            System.setProperty(LOG_MANAGER, "org.jboss.logmanager.LogManager");
        }
        TALKATIVE.forEach(name -> KEPT.add(Logger.getLogger(name)));
        KEPT.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
