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
import org.jboss.logging.Logger;

/**
 * Starts the gateway as Quarkus would. When the start fails, the last lines on standard error list all faults of the
 * configuration, or else what failed: Quarkus alone stops at the first unreadable value, and says nothing of the rest.
 */
@QuarkusMain
public final class GatewayMain {
    private static final Logger LOG = Logger.getLogger(GatewayMain.class);

    private GatewayMain() {}

    public static void main(String... arguments) {
        BiConsumer<Integer, Throwable> usual = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        StartupInterrupt.endsWhenToldTo();
        Quarkus.run(
                null,
                (code, failure) -> {
                    StartupInterrupt.ended();
                    if (failure != null) {
                        explain(failure, faults());
                    }
                    usual.accept(code, failure);
                },
                arguments);
    }

    private static void explain(Throwable failure, List<String> faults) {
        if (faults.isEmpty()) {
            LOG.error("generation-gateway does not start", failure);
        } else {
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
