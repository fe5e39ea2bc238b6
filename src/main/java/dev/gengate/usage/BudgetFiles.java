package dev.gengate.usage;

import dev.gengate.access.CallersConfig;
import dev.gengate.generation.Budget;
import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Budgets in files, so that one changes without a restart. A file that is bad keeps what was read of it before; until it
 * was ever read, its caller alone has nothing to spend.
 */
@Startup
@ApplicationScoped
class BudgetFiles {
    /** Files that are bad now. */
    static final String BAD = "gateway.budget.bad.files";

    private static final Logger LOG = Logger.getLogger(BudgetFiles.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Budget NOTHING = new Budget(BigDecimal.ZERO, null);

    private final Map<String, Path> files = new TreeMap<>();
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, String> faults = new ConcurrentHashMap<>();

    BudgetFiles(CallersConfig callers, MeterRegistry registry) {
        callers.byName().forEach((name, caller) -> caller.budget().file().ifPresent(file -> files.put(name, file)));
        files.forEach(this::read);
        Gauge.builder(BAD, faults::size).register(registry);
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (!files.isEmpty()) {
            beat.everyBlocking("reading of budget files", EVERY, () -> files.forEach(this::read));
        }
    }

    /** Of a caller with a file; null for one without. */
    Budget of(String caller) {
        return unread(caller) ? NOTHING : budgets.get(caller);
    }

    /** Whether the caller has a file that was never good since the start. */
    boolean unread(String caller) {
        return files.containsKey(caller) && !budgets.containsKey(caller);
    }

    private void read(String name, Path file) {
        try {
            Budget read = BudgetFile.read(file);
            faults.remove(name);
            if (!read.equals(budgets.put(name, read))) {
                LOG.infof("budget of caller %s: %s", name, read);
            }
        } catch (IllegalStateException e) {
            if (!e.getMessage().equals(faults.put(name, e.getMessage()))) {
                LOG.errorf("budget of caller %s kept: %s; %s is not usable: %s", name, of(name), file, e.getMessage());
            }
        }
    }
}
