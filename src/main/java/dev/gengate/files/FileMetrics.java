package dev.gengate.files;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** Counts uploads. */
@Startup
@ApplicationScoped
class FileMetrics {
    /** Uploads by outcome. */
    static final String UPLOADS = "gateway.files.uploads";
    /** Bytes of those that were stored. */
    static final String BYTES = "gateway.files.bytes";

    private final Map<UploadOutcome, Counter> uploads = new EnumMap<>(UploadOutcome.class);
    private final Counter bytes;

    /** Registers all at the start: a counter that appears with its first event hides that event from a rate. */
    FileMetrics(MeterRegistry registry) {
        for (UploadOutcome outcome : UploadOutcome.values()) {
            uploads.put(outcome, registry.counter(UPLOADS, "outcome", outcome.label()));
        }
        bytes = registry.counter(BYTES);
    }

    void stored(long size) {
        count(UploadOutcome.STORED);
        bytes.increment(size);
    }

    void count(UploadOutcome outcome) {
        uploads.get(outcome).increment();
    }
}
