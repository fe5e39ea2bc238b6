package dev.gengate.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes the connection of a body that is not there {@code quarkus.http.read-timeout} after its head, answered or not:
 * who takes longer holds a connection, and maybe a thread, on purpose.
 */
@ApplicationScoped
class RequestBodyTimeout {
    private final long mostMillis;

    RequestBodyTimeout(@ConfigProperty(name = "quarkus.http.read-timeout") Duration most) {
        this.mostMillis = most.toMillis();
    }

    /** Before everything else, the callbacks too. */
    void register(@Observes Router router) {
        router.route().order(RouteOrder.BODY_TIMEOUT).handler(this::limit);
    }

    private void limit(RoutingContext context) {
        if (RequestRules.hasBody(context.request()) && open(context.request())) {
            limitTime(context);
        }
        context.next();
    }

    /** Of a connection that ended before its request was looked at nothing would end the timer. */
    private static boolean open(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().isActive();
    }

    private void limitTime(RoutingContext context) {
        HttpServerRequest request = context.request();
        Vertx vertx = context.vertx();
        long timer = vertx.setTimer(mostMillis, late -> request.connection().close());
        // the timer holds all of the request: it ends with the body, or with the connection, and not with the answer
        request.end().onComplete(over -> vertx.cancelTimer(timer));
        context.addEndHandler(answered -> {
            if (!request.isEnded()) {
                // answered early: what is still to come is dropped as it comes, for as long as the timer lets it
                request.resume();
            }
        });
    }
}
