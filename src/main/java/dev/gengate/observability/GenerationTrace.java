package dev.gengate.observability;

import dev.gengate.generation.Generation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The trace of a generation: its submitter's request begins it, the row keeps it (W3C {@code traceparent}), and what is
 * done for the generation minutes later, by any replica, continues it. While tracing is off, nothing is made here.
 */
@ApplicationScoped
public class GenerationTrace {
    private static final String GENERATION_ID = "gengate.generation.id";
    private static final TextMapGetter<String> TRACEPARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of("traceparent");
        }

        @Override
        public String get(String traceparent, String key) {
            return "traceparent".equals(key) ? traceparent : null;
        }
    };

    private final Tracer tracer;
    private final Vertx vertx;
    private final boolean on;

    GenerationTrace(Tracer tracer, Vertx vertx, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = tracer;
        this.vertx = vertx;
        this.on = !off;
    }

    /** The call as a step of the generation's trace; what it asks of other services is below it. */
    public <T> Uni<T> step(String name, Generation row, Supplier<Uni<T>> call) {
        return on ? Uni.createFrom().deferred(() -> traced(name, row, call)) : call.get();
    }

    /**
     * Made and run in a Vert.x context of its own: the HTTP client looks there for what its call belongs to, and each
     * stage of a Uni goes on in the trace it was made in.
     */
    private <T> Uni<T> traced(String name, Generation row, Supplier<Uni<T>> call) {
        Span span = begin(name, SpanKind.INTERNAL, row);
        io.vertx.core.Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        QuarkusContextStorage.INSTANCE.attach(context, parent(row).with(span));
        Uni<T> answer = Uni.createFrom()
                .emitter(emitter ->
                        context.runOnContext(now -> call.get().subscribe().with(emitter::complete, emitter::fail)));
        return answer.onTermination().invoke(() -> span.end());
    }

    /** What ended the generation, such as its callback, as a step from its commit's beginning until now. */
    public void ended(Generation row) {
        if (on) {
            start(row.resolvedBy(), SpanKind.INTERNAL, row)
                    .setStartTimestamp(row.completedAt())
                    .setAttribute("gengate.state", row.state().wireName())
                    .startSpan()
                    .end();
        }
    }

    /** A step whose end its caller tells; one that is no step at all while tracing is off. */
    public Span begin(String name, SpanKind kind, Generation row) {
        return on ? start(name, kind, row).startSpan() : Span.getInvalid();
    }

    /** The header by which others continue from this step; the row's own while tracing is off. Null for none. */
    public static String traceparent(Span step, Generation row) {
        return step.getSpanContext().isValid() ? traceparent(step.getSpanContext()) : row.traceparent();
    }

    /** A place in a trace as W3C Trace Context writes it. */
    public static String traceparent(SpanContext place) {
        return "00-" + place.getTraceId() + "-" + place.getSpanId() + "-"
                + place.getTraceFlags().asHex();
    }

    private SpanBuilder start(String name, SpanKind kind, Generation row) {
        return tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent(row))
                .setAttribute(GENERATION_ID, row.id().toString());
    }

    private static Context parent(Generation row) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), row.traceparent(), TRACEPARENT);
    }
}
