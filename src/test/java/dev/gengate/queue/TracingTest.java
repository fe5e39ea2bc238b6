package dev.gengate.queue;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One trace from the caller's request to the consumer of the event, over all that lies between. */
@QuarkusTest
@TestProfile(QueueRulesTest.Rules.class)
class TracingTest extends GatewayTest {
    private static final String REQUEST = "POST /v1/generations";
    private static final String LIST = "GET /v1/generations";
    private static final String CREATE_TASK = "POST /api/v1/jobs/createTask";
    private static final String RECORD_INFO = "GET /api/v1/jobs/recordInfo";
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";

    @Inject
    InMemorySpanExporter exporter;

    private final String trace = "%016x%016x".formatted(random(), random());

    @Test
    void callbackMinutesLaterAndItsEventAreInTheTraceOfTheSubmission() {
        String id = submitted("[sim:never-finishes] traced");
        provider.finishes(provider.taskOf(id).taskId());

        CompletedEvent event = events.awaitEventOf(id);

        List<SpanData> spans = spans(REQUEST, "createTask", CREATE_TASK, "callback", "publish");
        String request = named(spans, REQUEST).getSpanId();
        String createTask = named(spans, "createTask").getSpanId();
        assertEquals(SpanKind.SERVER, named(spans, REQUEST).getKind());
        assertEquals(CALLERS_SPAN, named(spans, REQUEST).getParentSpanId());
        assertEquals(request, named(spans, "createTask").getParentSpanId());
        assertEquals(createTask, named(spans, CREATE_TASK).getParentSpanId());
        assertEquals(request, named(spans, "callback").getParentSpanId());
        String publish = named(spans, "publish").getSpanId();
        assertEquals("00-" + trace + "-" + publish + "-01", event.header("traceparent"));
    }

    @Test
    void generationThatWaitsAndIsSettledByPollingStaysInItsTrace() {
        holdTheQueue();
        String id = submitted("[sim:no-callback] traced from the queue");
        releaseTheQueue();

        events.awaitEventOf(id);

        List<SpanData> spans = spans(REQUEST, "createTask", CREATE_TASK, "recordInfo", RECORD_INFO, "poll", "publish");
        String poll = named(spans, "recordInfo").getSpanId();
        assertEquals(poll, named(spans, RECORD_INFO).getParentSpanId());
    }

    @Test
    void tokensOfCallbacksPromptsKeysAndQueriesAreInNoSpan() {
        ended(submitted("not to be traced"));
        ads().header("traceparent", traceparent())
                .get("/v1/generations?metadata.person=jane-doe")
                .then()
                .statusCode(200);
        SpanData listed = named(spans("publish", LIST), LIST);
        assertEquals("REDACTED", listed.getAttributes().get(AttributeKey.stringKey("url.query")));

        String all = exporter.getFinishedSpanItems().toString();

        assertFalse(all.contains("/callbacks/"), "callback paths hold tokens");
        assertFalse(all.contains("not to be traced"));
        assertFalse(all.contains("jane-doe"), "queries hold what people filter by");
        assertFalse(all.contains(Backends.PROVIDER_KEY));
        assertFalse(all.contains(Backends.ADS_KEY));
    }

    @Test
    void slowCallsLeadToTheirTraceByExemplars() {
        ended(submitted("exemplary")).body("traceId", equalTo(trace));

        await().untilAsserted(() -> {
            String metrics = given().accept("application/openmetrics-text; version=1.0.0")
                    .get(Backends.management() + "/q/metrics")
                    .asString();
            assertTrue(metrics.lines()
                    .anyMatch(line ->
                            line.startsWith("gateway_provider_calls_seconds_bucket") && line.contains("trace_id=")));
        });
    }

    private String traceparent() {
        return "00-" + trace + "-" + CALLERS_SPAN + "-01";
    }

    private String submitted(String prompt) {
        return submit(ads().header("traceparent", traceparent()), prompt(prompt))
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** The spans of this test's trace, once those named are among them. */
    private List<SpanData> spans(String... names) {
        await().until(() -> spans().stream()
                .map(SpanData::getName)
                .collect(Collectors.toSet())
                .containsAll(Set.of(names)));
        return spans();
    }

    private List<SpanData> spans() {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    private static SpanData named(List<SpanData> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long random() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
}
