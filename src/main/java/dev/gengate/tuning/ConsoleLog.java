package dev.gengate.tuning;

import dev.gengate.startup.StartOrder;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Puts {@link BatchingLogHandler} in front of Quarkus' console handler in the packaged gateway. */
@ApplicationScoped
class ConsoleLog {
    void start(@Observes @Priority(StartOrder.LOG) StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            InitialConfigurator.DELAYED_HANDLER.setHandlers(Stream.of(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                    .map(handler ->
                            handler instanceof ConsoleHandler console ? new BatchingLogHandler(console) : handler)
                    .toArray(Handler[]::new));
        }
    }
}
