package dev.gengate.provider;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** What is counted of results. */
@Startup
@Singleton
class ResultMetrics {
    /** Images that a result names, and for whose URLs its event has no room. */
    static final String IMAGES_LEFT_OUT = "gateway.images.left.out";

    private static final Logger LOG = Logger.getLogger(ResultMetrics.class);

    private final Counter leftOut;

    ResultMetrics(MeterRegistry registry) {
        leftOut = registry.counter(IMAGES_LEFT_OUT);
    }

    /** So many images of the task are not kept. */
    void leftOut(String taskId, int images) {
        leftOut.increment(images);
        LOG.warnf("%d images of task %s are left out: their URLs are too long for one event", images, taskId);
    }
}
