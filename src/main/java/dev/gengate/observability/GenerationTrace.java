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
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The trace of a generation: the submitter's request begins it, the row stores it (W3C {@code traceparent}), and later
 * work for the generation, on any replica, continues it. Does nothing while tracing is off.
 */
@ApplicationScoped
public class GenerationTrace {
    private static final String GENERATION_ID = "gengate.generation.id";
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
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

    /**
     * Runs the call as a step of the generation's trace; calls to other services become its children. What it throws is a
     * failure of the step.
     */
    public <T> Uni<T> step(String name, Generation row, Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> on ? traced(name, row, call) : call.get());
    }

    /**
     * Creates and runs the call in a Vert.x context of its own: the HTTP client looks there for its parent, and each
     * stage of a Uni continues in the trace in which it was created.
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

    /** Adds a step for what ended the generation, such as its callback, from the start of its commit until now. */
    public void ended(Generation row) {
        if (on) {
            start(row.resolvedBy(), SpanKind.INTERNAL, row)
                    .setStartTimestamp(row.completedAt())
                    .setAttribute("gengate.state", row.state().wireName())
                    .startSpan()
                    .end();
        }
    }

    /** A step that its caller ends; a no-op while tracing is off. */
    public Span begin(String name, SpanKind kind, Generation row) {
        return on ? start(name, kind, row).startSpan() : Span.getInvalid();
    }

    /** The header with which others continue from this step; the row's own while tracing is off. Null for none. */
    public static String traceparent(Span step, Generation row) {
        return step.getSpanContext().isValid() ? traceparent(step.getSpanContext()) : row.traceparent();
    }

    /** A span context in the format of W3C Trace Context. */
    private static String traceparent(SpanContext place) {
        return "00-" + place.getTraceId() + "-" + place.getSpanId() + "-"
                + place.getTraceFlags().asHex();
    }

    /** The submitter's trace: the gateway's own span while tracing is on, otherwise the header as received; null for none. */
    public static String received(String header) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return traceparent(span);
        }
        return header != null && VALID.matcher(header).matches() ? header : null;
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
