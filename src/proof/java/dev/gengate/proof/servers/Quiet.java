package dev.gengate.proof.servers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the embedded servers from talking about themselves. */
public final class Quiet {
    private static final String LOG_MANAGER = "java.util.logging.manager";
    private static final Map<String, Level> LEVELS = Map.of(
            "kafka", Level.WARNING,
            "org.apache.kafka", Level.WARNING,
            "state.change.logger", Level.WARNING,
            "io.smallrye.reactive", Level.WARNING,
            // what matters is thrown; it takes a server that was killed on purpose for an error
            "io.zonky", Level.OFF);
    private static final Map<String, Logger> KEPT = new ConcurrentHashMap<>();

    private Quiet() {}

    /** Warnings only, from now on; loggers are kept so that their levels are not collected with them. */
    public static void logging() {
        if (System.getProperty(LOG_MANAGER) == null) {
            System.setProperty(LOG_MANAGER, "org.jboss.logmanager.LogManager");
        }
        // else it complains when the JVM is told to end while Kafka starts
        System.setProperty("log4j2.shutdownHookEnabled", "false");
        LEVELS.forEach(
                (name, level) -> KEPT.computeIfAbsent(name, Logger::getLogger).setLevel(level));
    }
}
