package dev.gengate.submission;

import dev.gengate.http.RouteOrder;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.SubmissionMetrics.Result;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts requests refused before they become submissions: by the guards, for lack of a role, while being read. Most
 * never reach a resource, so the answer's status is counted.
 */
@ApplicationScoped
class EarlyRefusals {
    private static final Map<Integer, Result> BY_STATUS = Map.of(
            400, Result.MALFORMED,
            401, Result.UNAUTHORIZED,
            403, Result.FORBIDDEN,
            413, Result.TOO_LARGE,
            415, Result.NOT_JSON);

    private final SubmissionMetrics metrics;

    EarlyRefusals(SubmissionMetrics metrics) {
        this.metrics = metrics;
    }

    /** Registered before the guard that refuses. */
    void register(@Observes Router router) {
        router.route(HttpMethod.POST, "/v1/generations")
                .order(RouteOrder.REFUSED_SUBMISSIONS)
                .handler(this::watch);
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
            metrics.count(Result.INVALID);
        }
        return refusal;
    }

    private void watch(RoutingContext context) {
        context.addHeadersEndHandler(answered -> {
            Result refusal = BY_STATUS.get(context.response().getStatusCode());
            if (refusal != null) {
                metrics.count(refusal);
            }
        });
        context.next();
    }
}
