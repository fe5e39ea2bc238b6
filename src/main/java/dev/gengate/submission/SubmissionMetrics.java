package dev.gengate.submission;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What is counted of submissions. */
@Startup
@ApplicationScoped
class SubmissionMetrics {
    /** Submissions by what they were answered. */
    static final String SUBMISSIONS = "gateway.submissions";

    private final Map<Result, Counter> counters = new EnumMap<>(Result.class);

    /** All are there from the start: a counter that appears with its first event hides that event from a rate. */
    SubmissionMetrics(MeterRegistry registry) {
        for (Result result : Result.values()) {
            counters.put(result, registry.counter(SUBMISSIONS, "result", result.label()));
        }
    }

    /** What a submission was answered. */
    enum Result {
        /** The provider has it. */
        SUBMITTED,
        /** The provider is being asked. */
        SUBMITTING,
        /** It waits for its turn. */
        QUEUED,
        /** The provider's answer was lost. */
        UNCONFIRMED,
        /** Its end was faster than the answer. */
        ENDED,
        /** The provider refused it. */
        REFUSED,
        /** Its key had been used for it before. */
        REPLAYED,
        /** Its key had been used for something else. */
        KEY_REUSED,
        /** The queue is full, the day used up or the account empty: nothing was stored. */
        REJECTED,
        /** The ledger was not available: nothing was stored. */
        UNAVAILABLE,
        /** Its body is no JSON, or the request none that can be understood. */
        MALFORMED,
        /** A field or a header of it is not valid. */
        INVALID,
        /** Its body is over the limit. */
        TOO_LARGE,
        /** Its content type is not application/json. */
        NOT_JSON,
        /** Without credentials, or with wrong ones. */
        UNAUTHORIZED,
        /** Of a caller without the role. */
        FORBIDDEN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void answered(Submissions.Answer answer) {
        count(answer.replayed() ? Result.REPLAYED : result(answer.generation()));
    }

    void count(Result result) {
        counters.get(result).increment();
    }

    private static Result result(Generation row) {
        GenerationState state = row.state();
        return switch (state) {
            case QUEUED -> Result.QUEUED;
            case SUBMITTING -> Result.SUBMITTING;
            case SUBMITTED -> Result.SUBMITTED;
            case UNCONFIRMED -> Result.UNCONFIRMED;
            case FAILED -> Result.REFUSED;
            case SUCCEEDED, EXPIRED, CANCELLED -> Result.ENDED;
        };
    }
}
