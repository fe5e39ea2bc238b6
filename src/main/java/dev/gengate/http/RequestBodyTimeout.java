package dev.gengate.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes the connection if the body is not complete {@code quarkus.http.read-timeout} after its head, answered or not:
 * a slower client holds a connection, and maybe a thread, on purpose. A {@link StreamedBody} gets more.
 */
@ApplicationScoped
class RequestBodyTimeout {
    private static final String TIMER = RequestBodyTimeout.class.getName();

    private final long mostMillis;

    RequestBodyTimeout(@ConfigProperty(name = "quarkus.http.read-timeout") Duration most) {
        this.mostMillis = most.toMillis();
    }

    /** From now on, for a request with a body. */
    void limit(RoutingContext context) {
        if (RequestRules.hasBody(context.request()) && connected(context.request())) {
            limitTime(context);
        }
    }

    /** Whether the client is still there. Handlers that are set once it has gone, as while its token is verified, never run. */
    static boolean connected(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel().isActive();
    }

    private void limitTime(RoutingContext context) {
        HttpServerRequest request = context.request();
        AtomicLong timer = new AtomicLong(timer(context, mostMillis));
        context.put(TIMER, timer);
        // the timer refers to the whole request: it ends with the body or the connection, not with the answer
        request.end().onComplete(over -> context.vertx().cancelTimer(timer.get()));
        context.addEndHandler(answered -> {
            if (!request.isEnded()) {
                // answered early: the rest is dropped as it arrives, for as long as the timer runs
                request.resume();
            }
        });
    }

    private static long timer(RoutingContext context, long millis) {
        return context.vertx()
                .setTimer(millis, late -> context.request().connection().close());
    }

    /** Gives a body that is not complete that long from now on. */
    static void extend(RoutingContext context, Duration most) {
        AtomicLong timer = context.get(TIMER);
        if (timer != null
                && context.vertx().cancelTimer(timer.get())
                && !context.request().isEnded()) {
            timer.set(timer(context, most.toMillis()));
        }
    }
}
