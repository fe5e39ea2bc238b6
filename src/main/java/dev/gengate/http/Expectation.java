package dev.gengate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code Expect: 100-continue} (RFC 9110, 10.1.1): met only when the body is about to be read. Who is refused gets the final
 * answer instead, and the connection ends with it: whether the body follows is for the client to choose.
 */
final class Expectation {
    private static final String CONTINUE = "100-continue";
    private static final String MET = Expectation.class.getName();

    private Expectation() {}

    static boolean unmet(RoutingContext context) {
        return expected(context.request()) && context.get(MET) == null;
    }

    static void meet(RoutingContext context) {
        if (unmet(context)) {
            context.put(MET, true);
            context.response().writeContinue();
        }
    }

    static boolean expected(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }
}
