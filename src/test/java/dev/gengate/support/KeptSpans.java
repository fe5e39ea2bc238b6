package dev.gengate.support;

import dev.gengate.proof.gateway.SuiteOutput;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import jakarta.inject.Singleton;

/** Keeps what is exported of every span, in tests that turn tracing on, for the scan at the end of the build. */
@Singleton
class KeptSpans implements SpanProcessor {

    @Override
    public void onEnd(ReadableSpan ended) {
        SpanData span = ended.toSpanData();
        SuiteOutput.keep(SuiteOutput.SPANS, span.getName() + span.getStatus() + span.getAttributes());
        span.getEvents().stream()
                .map(EventData::getAttributes)
                .forEach(event -> SuiteOutput.keep(SuiteOutput.SPANS, event.toString()));
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // only what is complete is exported
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }
}
