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
 * Counts what is refused before it is a submission: by the guards, by who may call, while it is read. Most of it never
 * gets to a resource, so the status of the answer tells.
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

    /** Before the guard that refuses. */
    void register(@Observes Router router) {
        router.route(HttpMethod.POST, "/v1/generations")
                .order(RouteOrder.REFUSED_SUBMISSIONS)
                .handler(this::watch);
    }

    /** Of the reasons for a 422, this one alone is found before there is a submission. */
    <T> T ifInvalid(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ProblemException refusal) {
            if (refusal.type().status() == 422) {
                metrics.count(Result.INVALID);
            }
            throw refusal;
        }
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
