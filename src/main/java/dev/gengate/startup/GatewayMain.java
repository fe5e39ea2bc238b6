package dev.gengate.startup;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.function.BiConsumer;

/**
 * Starts the gateway as Quarkus would, but prints the cause of a failed start to standard error: the log is
 * asynchronous, and a process that ends at once loses its last lines.
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
                        System.err.println("generation-gateway does not start: " + FailedStart.reason(failure));
                    }
                    usual.accept(code, failure);
                },
                arguments);
    }
}
