package dev.gengate.intake;

import static org.awaitility.Awaitility.await;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of requests by a topic share. */
abstract class IntakeTests extends GatewayTest {
    static final String SOURCE = "/shop/orders";

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final AsyncApi REJECTED = AsyncApi.message("generationRejected");

    static RequestTopic requests;

    static CompletedEvents rejections;

    @BeforeAll
    static void open() {
        requests = new RequestTopic(Backends.kafka(), WithIntake.TOPIC);
        rejections = CompletedEvents.open(Backends.kafka(), WithIntake.TOPIC + ".rejected");
        // the broker makes both topics at the first record
        requests.sent("first", Map.of(), "no request");
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !rejections.all().isEmpty());
    }

    @AfterAll
    static void close() {
        requests.close();
        rejections.close();
    }

    static String id() {
        return UUID.randomUUID().toString();
    }

    static CompletedEvent completed(String correlationId) {
        return await().atMost(PATIENCE)
                .until(
                        () -> events.all().stream()
                                .filter(event -> correlationId.equals(
                                        event.json().path("correlationId").asText()))
                                .findFirst()
                                .orElse(null),
                        event -> event != null);
    }

    static CompletedEvent rejection(String place) {
        CompletedEvent rejection = await().atMost(PATIENCE)
                .until(
                        () -> rejections.all().stream()
                                .filter(event -> place.equals(event.id()))
                                .findFirst()
                                .orElse(null),
                        event -> event != null);
        REJECTED.assertDescribes(rejection.headers(), rejection.json());
        return rejection;
    }

    static long generations(String correlationId) {
        return numberInLedger("select count(*) from generation where correlation_id = '" + correlationId + "'");
    }

    static double decided(Scrape before) {
        return scrape().sum("gateway_intake_records_total") - before.sum("gateway_intake_records_total");
    }

    static double grown(Scrape before, String labels) {
        String metric = "gateway_intake_records_total{" + labels + "}";
        return scrape().sum(metric) - before.sum(metric);
    }

    static Scrape scrape() {
        return Scrape.of(RestAssured.get(Backends.management() + "/q/metrics").asString());
    }
}
