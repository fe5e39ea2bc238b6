package dev.gengate.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.problem.Problem;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/**
 * Checks the head of every request before a byte of its body is read, except callbacks, which have their own guard. A
 * request that {@link RequestRules} refuse gets a problem, and its connection is closed.
 */
@ApplicationScoped
class RequestGuard {
    private static final String CALLBACKS = "/callbacks/";

    private final ConnectionGuard connections;
    private final ObjectMapper json;

    RequestGuard(ConnectionGuard connections, ObjectMapper json) {
        this.connections = connections;
        this.json = json;
    }

    /** Registered after the callbacks, before the framework. */
    void register(@Observes Router router) {
        router.route().order(RouteOrder.REQUESTS).handler(this::check).failureHandler(this::refusedByRouter);
    }

    /** Requests that the router itself refuses, such as one without Host; the framework would show the exception. */
    private void refusedByRouter(RoutingContext context) {
        int status = context.statusCode();
        if (status < 400 || status >= 500 || context.response().ended()) {
            context.next();
            return;
        }
        // the router refuses for reasons other than the body
        ProblemType type = status == 400 ? ProblemType.BAD_REQUEST : ProblemType.ofStatus(status);
        answer(context, ProblemException.of(type, type.title() + "."));
    }

    private void check(RoutingContext context) {
        Optional<ProblemException> refusal = RequestRules.refusal(context.request());
        if (refusal.isPresent()) {
            answer(context, refusal.get());
            return;
        }
        context.next();
    }

    private void answer(RoutingContext context, ProblemException refusal) {
        connections.closeAfterAnswer(context);
        context.response()
                .setStatusCode(refusal.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(text(refusal.problem(instance(context.request().path()))));
    }

    /** A callback's path holds its token, so no answer repeats it. */
    private static String instance(String path) {
        return path.startsWith(CALLBACKS) ? CALLBACKS : path;
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written", e);
        }
    }
}
