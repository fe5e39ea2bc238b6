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
    /** Images of a result whose URLs do not fit into its event. */
    static final String IMAGES_LEFT_OUT = "gateway.images.left.out";

    private static final Logger LOG = Logger.getLogger(ResultMetrics.class);

    private final Counter leftOut;

    public ResultMetrics(MeterRegistry registry) {
        leftOut = registry.counter(IMAGES_LEFT_OUT);
    }

    /** Counts and logs images of a task that are left out. */
    void leftOut(String taskId, int images) {
        leftOut.increment(images);
        LOG.warnf("%d images of task %s are left out: their URLs are too long for one event", images, taskId);
    }
}
