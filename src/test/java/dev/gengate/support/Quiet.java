package dev.gengate.support;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the embedded servers from talking about themselves. */
final class Quiet {
    private static final List<String> TALKATIVE =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "io.zonky", "io.smallrye.reactive");
    private static final List<Logger> KEPT =
            TALKATIVE.stream().map(Logger::getLogger).toList();

    private Quiet() {}

    /** Warnings only, from now on; loggers are kept so that their levels are not collected with them. */
    static void logging() {
        KEPT.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
