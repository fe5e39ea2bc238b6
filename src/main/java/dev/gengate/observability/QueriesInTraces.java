package dev.gengate.observability;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/**
 * Keeps the query of a request out of its span: what callers filter by and why operators act may say something of a person. An
 * attribute cannot be taken out of a span, so its value is replaced, before anything is exported.
 */
@Singleton
class QueriesInTraces implements SpanProcessor {
    /** As <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/">OpenTelemetry</a> names it. */
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, "REDACTED");
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // replaced by then
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
