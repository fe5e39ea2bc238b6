package dev.gengate.startup;

import dev.gengate.configuration.ConfigurationCheck;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Explains a failed start in the terminal or the last log of a pod. */
final class FailedStart {
    private FailedStart() {}

    /**
     * All faults of the configuration, even if only one of them ended the start; without any, the failure itself.
     * Quarkus alone stops at the first unreadable value.
     */
    static String reason(Throwable failure) {
        List<String> faults = faults();
        return faults.isEmpty() ? causes(failure) + System.lineSeparator() + trace(failure) : list(faults);
    }

    static String list(List<String> faults) {
        return "its configuration has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                + System.lineSeparator() + "- " + String.join(System.lineSeparator() + "- ", faults);
    }

    private static List<String> faults() {
        try {
            return ConfigurationCheck.faults(
                    ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), LaunchMode.current() == LaunchMode.NORMAL);
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    private static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
