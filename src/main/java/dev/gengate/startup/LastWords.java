package dev.gengate.startup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.runtime.LaunchMode;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Says to standard error why a process ends, also when it could not read how it is to log. In production as one line of
 * JSON with the names that the log's lines have, so that whatever collects them reads it.
 */
final class LastWords {
    private static final String LOGGER = LastWords.class.getPackageName();

    private LastWords() {}

    static void say(String text) {
        System.err.println(json() ? line(text) : text);
    }

    static String line(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", new LogRecord(Level.SEVERE, text).getInstant().toString())
                .put("loggerName", LOGGER)
                .put("level", "ERROR")
                .put("message", text)
                .toString();
    }

    /** As the log's lines are, if that much of the configuration can be read. */
    private static boolean json() {
        boolean production = LaunchMode.current() == LaunchMode.NORMAL;
        try {
            return ConfigProvider.getConfig()
                    .getOptionalValue("quarkus.log.console.json.enabled", Boolean.class)
                    .orElse(production);
        } catch (RuntimeException e) {
            return production;
        }
    }
}
