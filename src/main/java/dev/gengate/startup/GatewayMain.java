package dev.gengate.startup;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.function.BiConsumer;

/** Starts the gateway as Quarkus would, but a failed start ends with {@link LastWords}. */
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
                        LastWords.say("generation-gateway does not start: " + FailedStart.reason(failure));
                    }
                    usual.accept(code, failure);
                },
                arguments);
    }
}
