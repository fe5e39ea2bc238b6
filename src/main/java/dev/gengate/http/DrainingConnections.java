package dev.gengate.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * On shutdown, asks each client to open its next connection elsewhere. Kubernetes sends new connections to other pods,
 * but an open one stays, and a request on it could arrive just as the server closes.
 */
@ApplicationScoped
class DrainingConnections {
    private volatile Router router;

    void keep(@Observes Router router) {
        this.router = router;
    }

    /** Adds the route only now, so that it costs nothing before. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        router.route().order(RouteOrder.DRAINING).handler(DrainingConnections::lastOfItsConnection);
    }

    private static void lastOfItsConnection(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        context.next();
    }
}
