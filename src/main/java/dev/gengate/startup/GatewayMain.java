package dev.gengate.startup;

import dev.gengate.configuration.ConfigurationCheck;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts the gateway as Quarkus would. A start that fails ends with {@link LastWords}: all faults of the configuration, where
 * Quarkus alone stops at the first unreadable value, or else the failure itself.
 */
@QuarkusMain
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String... arguments) {
        BiConsumer<Integer, Throwable> usual = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        StartupInterrupt.endsWhenToldTo();
        Quarkus.run(
                null,
                (code, failure) -> {
                    StartupInterrupt.ended();
                    if (failure != null) {
                        LastWords.say("generation-gateway does not start: " + reason(failure));
                    }
                    usual.accept(code, failure);
                },
                arguments);
    }

    private static String reason(Throwable failure) {
        List<String> faults = faults();
        if (faults.isEmpty()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
        return "its configuration has " + faults.size() + (faults.size() == 1 ? " fault" : " faults") + "\n- "
                + String.join("\n- ", faults);
    }

    private static List<String> faults() {
        try {
            return ConfigurationCheck.faults(
                    ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), LaunchMode.current() == LaunchMode.NORMAL);
        } catch (RuntimeException unreadable) {
            return List.of();
        }
    }
}
