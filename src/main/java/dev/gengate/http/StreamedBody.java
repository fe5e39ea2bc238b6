package dev.gengate.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * A body of any type that is too large for memory: an upload's. Whoever serves it takes it as it comes and bounds it, so
 * it is held by no {@link BodyBudget}.
 */
public final class StreamedBody {
    /** Where such bodies are sent. */
    public static final String PATH = "/v1/files";

    private StreamedBody() {}

    static boolean is(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST) && PATH.equals(request.path());
    }

    /**
     * The request of an authorized caller, still paused; empty if its client has gone. Its body has that long from now
     * on; the connection is closed then.
     */
    public static Optional<HttpServerRequest> open(RoutingContext context, Duration most) {
        if (!RequestBodyTimeout.connected(context.request())) {
            return Optional.empty();
        }
        RequestBodyTimeout.extend(context, most);
        Expectation.meet(context);
        return Optional.of(context.request());
    }
}
