package dev.gengate.operation;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;

/**
 * Says on standard error why a start failed. The log is asynchronous, and a process that ends at once takes its last
 * lines with it.
 */
@ApplicationScoped
class FailedStart {

    /** Before anything is connected to. */
    void watch(@Observes Startup start) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            ApplicationLifecycleManager.setDefaultExitCodeHandler(FailedStart::exit);
        }
    }

    private static void exit(int code, Throwable failure) {
        if (failure != null) {
            System.err.println("generation-gateway does not start: " + causes(failure));
        }
        System.exit(code);
    }

    private static String causes(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }
}
