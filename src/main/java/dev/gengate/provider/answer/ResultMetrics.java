package dev.gengate.provider.answer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Metrics of results. */
@Startup
@Singleton
public class ResultMetrics {
    /** Results whose URLs or data do not fit into their event. */
    static final String LEFT_OUT = "gateway.results.left.out";

    private static final Logger LOG = Logger.getLogger(ResultMetrics.class);

    private final Counter leftOut;

    public ResultMetrics(MeterRegistry registry) {
        leftOut = registry.counter(LEFT_OUT);
    }

    /** Counts and logs what a task made and is left out. */
    void leftOut(String taskId, FoundResults found) {
        if (found.leftOut() > 0) {
            leftOut.increment(found.leftOut());
            LOG.warnf(
                    "%d results of task %s are left out: their URLs are too long for one event",
                    found.leftOut(), taskId);
        }
        if (found.dataTooLarge()) {
            leftOut.increment();
            LOG.warnf("the data of task %s are left out: they are too large for one event", taskId);
        }
    }
}
