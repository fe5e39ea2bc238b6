package dev.gengate.observability;

import dev.gengate.http.RouteOrder;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code /q/metrics} for clients that accept OpenMetrics, such as Prometheus: the only format with exemplars, which
 * lead from a slow call to its trace. Quarkus' own handler answers plain text to every client that also accepts it.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // this Quarkus version's registry; its successor has another name
class OpenMetricsRoute {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String CONTENT_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    OpenMetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void register(@Observes ManagementInterface management) {
        management.router().get("/q/metrics").order(RouteOrder.METRICS).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains(OPEN_METRICS)) {
            context.next();
            return;
        }
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE).end(registry.scrape(CONTENT_TYPE));
    }
}
