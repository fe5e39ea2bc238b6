package dev.gengate.callback;

import dev.gengate.http.BodyBudget;
import dev.gengate.http.IncomingBody;
import dev.gengate.http.IncomingBody.Refusal;
import dev.gengate.http.RequestRules;
import dev.gengate.http.RouteOrder;
import io.netty.util.NetUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * {@code POST /callbacks/kie/{id}/{token}}, the only public path, handled on the event loop. The token is checked
 * before a byte of the body is read, and the size before the body is kept.
 */
@ApplicationScoped
class CallbackRoute {
    /** The provider's body is about 2 kB, or 50 kB with a long prompt echoed. */
    static final int MOST_BYTES = 1024 * 1024;

    /** The largest body of a refused callback that is dropped; with a larger one the connection is closed. */
    private static final int MOST_BYTES_DROPPED = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(CallbackRoute.class);
    private static final Buffer SUCCESS = Buffer.buffer("{\"code\":200,\"msg\":\"success\"}");

    private final CallbackAddress addresses;
    private final CallbackReceiver receiver;
    private final CallbackMetrics metrics;
    private final FailedAuthentications failures;
    private final ClientAddress source;
    private final BodyBudget budget;

    CallbackRoute(
            CallbackAddress addresses,
            CallbackReceiver receiver,
            CallbackMetrics metrics,
            FailedAuthentications failures,
            ClientAddress source,
            BodyBudget budget) {
        this.addresses = addresses;
        this.receiver = receiver;
        this.metrics = metrics;
        this.failures = failures;
        this.source = source;
        this.budget = budget;
    }

    /** Registered before the framework's routes, which would buffer the body. */
    void register(@Observes Router router) {
        router.route("/callbacks/*").order(RouteOrder.CALLBACKS).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<UUID> id = addresses.verifiedId(request.method(), request.path());
        if (id.isEmpty()) {
            answer(request, refusal(request));
        } else if (RequestRules.declaredLength(request) > MOST_BYTES) {
            answer(request, CallbackVerdict.TOO_LARGE);
        } else {
            read(context, id.get());
        }
    }

    private CallbackVerdict refusal(HttpServerRequest request) {
        String from = source.of(request);
        return switch (failures.count(from)) {
            case WITHIN -> CallbackVerdict.BAD_TOKEN;
            case OVER -> CallbackVerdict.TOO_MANY_BAD_TOKENS;
            case FIRST_OVER -> {
                LOG.warnf(
                        "many callbacks with wrong tokens from %s",
                        NetUtil.isValidIpV4Address(from) || NetUtil.isValidIpV6Address(from)
                                ? from
                                : "an unknown address");
                yield CallbackVerdict.TOO_MANY_BAD_TOKENS;
            }
        };
    }

    private void read(RoutingContext context, UUID id) {
        HttpServerRequest request = context.request();
        new IncomingBody(budget, BodyBudget.Sender.PROVIDER, id.toString(), MOST_BYTES)
                .read(context, bytes -> receive(request, id, bytes), refusal -> answer(request, verdict(refusal)));
    }

    private static CallbackVerdict verdict(Refusal refusal) {
        return switch (refusal) {
            case TOO_LARGE -> CallbackVerdict.TOO_LARGE;
            case NO_ROOM -> CallbackVerdict.OVERLOADED;
        };
    }

    private void receive(HttpServerRequest request, UUID id, byte[] body) {
        Callback callback = new Callback(
                id,
                body,
                request.getHeader(ProviderSignature.TIMESTAMP_HEADER),
                request.getHeader(ProviderSignature.SIGNATURE_HEADER));
        // deferred: an exception thrown instead of a failure would leave the request without an answer
        Uni.createFrom()
                .deferred(() -> receiver.receive(callback))
                .subscribe()
                .with(verdict -> answer(request, verdict), failure -> {
                    LOG.warnf("callback of generation %s not made durable: %s", id, failure);
                    answer(request, CallbackVerdict.UNAVAILABLE);
                });
    }

    private void answer(HttpServerRequest request, CallbackVerdict verdict) {
        metrics.count(verdict);
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(verdict.status());
        if (verdict.status() == 200) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(SUCCESS);
            return;
        }
        if (verdict.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "5");
        } else if (verdict == CallbackVerdict.TOO_MANY_BAD_TOKENS) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "60");
        }
        // the rest of the body is dropped as it arrives: a new connection would cost both sides more
        request.resume();
        if (!request.isEnded() && RequestRules.declaredLength(request) > MOST_BYTES_DROPPED) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            Vertx.currentContext().owner().setTimer(RequestRules.LINGER_MILLIS, read -> request.connection()
                    .close());
        }
        response.end();
    }
}
