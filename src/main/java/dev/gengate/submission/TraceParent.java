package dev.gengate.submission;

import dev.gengate.observability.GenerationTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.regex.Pattern;

/** The submitter's trace (W3C Trace Context), stored for work that may come minutes later. */
final class TraceParent {
    private static final Pattern VALID = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** The gateway's own span while tracing is on, otherwise the header as received; null for none. */
    static String current(String header) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            return GenerationTrace.traceparent(span);
        }
        return header != null && VALID.matcher(header).matches() ? header : null;
    }
}
