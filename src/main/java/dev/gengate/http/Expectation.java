package dev.gengate.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code Expect: 100-continue} (RFC 9110, 10.1.1), answered only when the body is about to be read. A refused client
 * gets the final answer instead, and the connection ends: only the client knows whether the body follows.
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
