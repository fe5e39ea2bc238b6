package dev.gengate.startup;

import dev.gengate.configuration.ConfigurationCheck;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Starts the gateway as Quarkus would. When the start fails, the last lines on standard error list all faults of the
 * configuration: Quarkus alone stops at the first unreadable value.
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
                        list(faults());
                    }
                    usual.accept(code, failure);
                },
                arguments);
    }

    private static void list(List<String> faults) {
        if (!faults.isEmpty()) {
            System.err.println("generation-gateway does not start: its configuration has " + faults.size()
                    + (faults.size() == 1 ? " fault" : " faults"));
            faults.forEach(fault -> System.err.println("- " + fault));
        }
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
