package dev.gengate.submission;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.http.RouteOrder;
import dev.gengate.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Metrics of submissions, and of requests refused before they become one: by the guards, for lack of a role, while being
 * read. Most of these never reach a resource, so the answer's status is counted.
 */
@Startup
@ApplicationScoped
class SubmissionMetrics {
    /** Submissions by result. */
    static final String SUBMISSIONS = "gateway.submissions";

    private static final Map<Integer, Result> BY_STATUS = Map.of(
            400, Result.MALFORMED,
            401, Result.UNAUTHORIZED,
            403, Result.FORBIDDEN,
            413, Result.TOO_LARGE,
            415, Result.NOT_JSON);

    private final Map<Result, Counter> counters = new EnumMap<>(Result.class);

    /**
     * Registers all counters at the start: a counter that appears with its first event hides that event from a rate.
     */
    SubmissionMetrics(MeterRegistry registry) {
        for (Result result : Result.values()) {
            counters.put(result, registry.counter(SUBMISSIONS, "result", result.label()));
        }
    }

    /** The result of a submission. */
    enum Result {
        /** The provider created the task. */
        SUBMITTED,
        /** The provider is being asked. */
        SUBMITTING,
        /** It waits in the queue. */
        QUEUED,
        /** The provider's answer was lost. */
        UNCONFIRMED,
        /** It ended before it was answered. */
        ENDED,
        /** The provider refused it. */
        REFUSED,
        /** Its key belongs to the same request, sent before. */
        REPLAYED,
        /** Its key belongs to another request. */
        KEY_REUSED,
        /** The queue is full, the day used up or the account empty: nothing was stored. */
        REJECTED,
        /** The ledger was not available: nothing was stored. */
        UNAVAILABLE,
        /** Its body is not JSON, or the request cannot be understood. */
        MALFORMED,
        /** One of its fields or headers is not valid. */
        INVALID,
        /** Its body is too large. */
        TOO_LARGE,
        /** Its content type is not application/json. */
        NOT_JSON,
        /** Its credentials are missing or wrong. */
        UNAUTHORIZED,
        /** Its caller lacks the role. */
        FORBIDDEN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Registered before the guard that refuses. */
    void register(@Observes Router router) {
        router.route(HttpMethod.POST, "/v1/generations")
                .order(RouteOrder.REFUSED_SUBMISSIONS)
                .handler(this::watch);
    }

    private void watch(RoutingContext context) {
        context.addHeadersEndHandler(answered -> {
            Result refusal = BY_STATUS.get(context.response().getStatusCode());
            if (refusal != null) {
                count(refusal);
            }
        });
        context.next();
    }

    /** Counts an invalid request, the only 422 that is found before there is a submission. */
    <T> T ifInvalid(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ProblemException refusal) {
            throw counted(refusal);
        }
    }

    /** The same problem, counted if it is an invalid request. */
    ProblemException counted(ProblemException refusal) {
        if (refusal.type().status() == 422) {
            count(Result.INVALID);
        }
        return refusal;
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
