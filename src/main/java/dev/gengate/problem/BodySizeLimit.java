package dev.gengate.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says 413 as a problem before a body is read whose declared length is too large; the framework would say it bare. */
@ApplicationScoped
class BodySizeLimit {
    private final long limit;
    private final ObjectMapper json;

    BodySizeLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit, ObjectMapper json) {
        this.limit = limit.asLongValue();
        this.json = json;
    }

    /** Before the framework's own check. */
    void register(@Observes Router router) {
        router.route("/v1/*").order(Integer.MIN_VALUE + 1_000).handler(this::check);
    }

    private void check(RoutingContext context) {
        if (declared(context.request()) <= limit) {
            context.next();
            return;
        }
        ProblemException tooLarge =
                ProblemException.of(ProblemType.TOO_LARGE, "The body may have " + limit + " bytes at most.");
        context.response()
                .setStatusCode(tooLarge.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemMappers.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(text(tooLarge.problem(context.request().path())));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can be written", e);
        }
    }

    private static long declared(HttpServerRequest request) {
        try {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
