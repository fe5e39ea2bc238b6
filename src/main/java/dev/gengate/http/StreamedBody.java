package dev.gengate.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

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
     * The request of an authorized caller, still paused. Its body has that long from now on; the connection is closed
     * then.
     */
    public static HttpServerRequest open(RoutingContext context, Duration most) {
        RequestBodyTimeout.extend(context, most);
        Expectation.meet(context);
        return context.request();
    }
}
