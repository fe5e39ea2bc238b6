package dev.gengate.startup;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.function.BiConsumer;

/**
 * Starts the gateway as Quarkus would, but says on standard error why a start failed: the log is asynchronous, and a
 * process that ends at once takes its last lines with it.
 */
@QuarkusMain
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String... arguments) {
        BiConsumer<Integer, Throwable> usual = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        BiConsumer<Integer, Throwable> outspoken = (code, failure) -> {
            StartupInterrupt.ended();
            if (failure != null) {
                System.err.println("generation-gateway does not start: " + causes(failure));
            }
            usual.accept(code, failure);
        };
        ApplicationLifecycleManager.setDefaultExitCodeHandler(outspoken);
        StartupInterrupt.endsWhenToldTo();
        Quarkus.run(arguments);
    }

    private static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }
}
