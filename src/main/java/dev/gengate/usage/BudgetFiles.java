package dev.gengate.usage;

import dev.gengate.access.CallersConfig;
import dev.gengate.database.Beat;
import dev.gengate.generation.Budget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Budgets in files, so that one changes without a restart. A file that is bad keeps what was read of it before. */
@Startup
@ApplicationScoped
class BudgetFiles {
    /** Files that are bad now. */
    static final String BAD = "gateway.budget.bad.files";

    private static final Logger LOG = Logger.getLogger(BudgetFiles.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, String> faults = new ConcurrentHashMap<>();

    /** @throws IllegalStateException naming the property of a file that is bad at the start */
    BudgetFiles(CallersConfig callers, MeterRegistry registry) {
        callers.byName().forEach((name, caller) -> caller.budget().file().ifPresent(file -> files.put(name, file)));
        files.forEach((name, file) -> budgets.put(name, atStart(name, file)));
        Gauge.builder(BAD, faults::size).register(registry);
    }

    private static Budget atStart(String name, Path file) {
        try {
            return BudgetFile.read(file);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "gateway.callers.\"" + name + "\".budget.file: " + file + ": " + e.getMessage(), e);
        }
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (!files.isEmpty()) {
            beat.every(EVERY, this::readAgain);
        }
    }

    /** Of a caller with a file. */
    Optional<Budget> of(String caller) {
        return Optional.ofNullable(budgets.get(caller));
    }

    /** Files are read on a worker thread, which may block. */
    private Uni<Void> readAgain() {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> files.forEach(this::readAgain))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void readAgain(String name, Path file) {
        try {
            Budget read = BudgetFile.read(file);
            faults.remove(name);
            if (!read.equals(budgets.put(name, read))) {
                LOG.infof("budget of caller %s: %s", name, read);
            }
        } catch (IllegalStateException e) {
            if (!e.getMessage().equals(faults.put(name, e.getMessage()))) {
                LOG.errorf("budget of caller %s kept, %s is not usable: %s", name, file, e.getMessage());
            }
        }
    }
}
