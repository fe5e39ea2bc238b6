package dev.gengate.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections on which the start of the next request is ambiguous, so that nothing hidden behind a request is
 * taken for one: the server itself does not close when an answer says {@code Connection: close}. Also delays a
 * connection's next request until its client has read earlier responses.
 */
@ApplicationScoped
class ConnectionGuard {
    private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();
    private final RequestBodyTimeout bodyTimeout;

    ConnectionGuard(RequestBodyTimeout bodyTimeout) {
        this.bodyTimeout = bodyTimeout;
    }

    /** Registered before everything else, callbacks included. */
    void register(@Observes Router router) {
        router.route().order(RouteOrder.CONNECTIONS).handler(this::check);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!closing.isEmpty() && closing.contains(request.connection())) {
            return;
        }
        PipelineLimit.of(request.connection());
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            // it may have come with a Content-Length, which the codec drops (RFC 9112, 6.1)
            closeAfterAnswer(context);
        }
        if (Expectation.expected(request)) {
            context.addHeadersEndHandler(answered -> closeUnlessMet(context));
        }
        onceAnswersAreRead(context);
    }

    private void closeUnlessMet(RoutingContext context) {
        if (Expectation.unmet(context)) {
            closeAfterAnswer(context);
        }
    }

    /** Answers no request while the client leaves earlier answers unread. */
    private void onceAnswersAreRead(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                onceAnswersAreRead(context);
            });
        } else {
            bodyTimeout.limit(context);
            context.next();
        }
    }

    /** Accepts nothing more from this connection. */
    void closeAfterAnswer(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        if (closing.add(connection)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(
                    answered -> context.vertx().setTimer(RequestRules.LINGER_MILLIS, lingered -> close(connection)));
        }
    }

    private void close(HttpConnection connection) {
        connection.close().onComplete(closed -> closing.remove(connection));
    }
}
