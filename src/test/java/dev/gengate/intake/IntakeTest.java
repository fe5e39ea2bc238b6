package dev.gengate.intake;

import static dev.gengate.proof.gateway.GatewayCalls.as;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.RequestTopic.headers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.http.RequestRules;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.gateway.Scrape;
import dev.gengate.proof.servers.Backends;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by a topic: each becomes one generation, and what can be neither taken nor rejected now waits. */
@QuarkusTest
@TestProfile(WithIntake.class)
class IntakeTest extends IntakeTests {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final AsyncApi REQUESTED = AsyncApi.message("generationRequested");
    private static final AsyncApi STRUCTURED = AsyncApi.message("generationRequestedStructured");

    @ParameterizedTest
    @ValueSource(strings = {"binary", "structured", "base64"})
    void requestBecomesAGenerationAndItsEventNamesIt(String mode) {
        String id = id();
        String body = "{\"input\":{\"prompt\":\"by topic\"},\"metadata\":{\"team\":\"shop\"}}";
        Map<String, String> headers = new HashMap<>(headers(SOURCE, id));
        String value = body;
        if (!mode.equals("binary")) {
            headers = new HashMap<>(Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
            ObjectNode event = structured(id, body);
            if (mode.equals("base64")) {
                event.remove(List.of("data", "traceparent"));
                event.put("data_base64", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
            }
            STRUCTURED.assertDescribes(headers, event);
            value = event.toString();
        }
        if (!mode.equals("structured")) {
            headers.put("traceparent", TRACE);
        }
        if (mode.equals("binary")) {
            REQUESTED.assertDescribes(headers, Json.read(body));
        }

        requests.sent(id, headers, value);

        CompletedEvent event = completed(id);
        assertEquals("succeeded", event.outcome());
        assertEquals("shop", event.json().path("caller").asText());
        assertEquals("shop", event.header("ce_caller"));
        assertEquals("shop", event.json().at("/metadata/team").asText());
        assertEquals("by topic", event.json().at("/input/prompt").asText());
        assertEquals(TRACE.substring(3, 35), event.header("traceparent").substring(3, 35));
    }

    @Test
    void correlationIdOfTheRequestComesBeforeTheIdOfItsEvent() {
        String id = id();
        requests.sent(
                id, headers(SOURCE, id), "{\"input\":{\"prompt\":\"named\"},\"correlationId\":\"mine-" + id + "\"}");

        assertEquals("succeeded", completed("mine-" + id).outcome());
    }

    @Test
    void sameEventTwiceIsOneGenerationAndOfAnotherSourceAnother() {
        String id = id();
        Scrape before = scrape();
        requests.sent(id, headers(SOURCE, id), prompt("once"));
        requests.sent(id, headers(SOURCE, id), prompt("once"));
        requests.sent(id, headers("/shop/returns", id), prompt("once"));

        await().atMost(PATIENCE).until(() -> decided(before) == 3);

        assertEquals(2, generations(id));
        assertEquals(1, grown(before, "result=\"repeated\""));
    }

    /** An offset that was not committed brings it again, late. */
    @Test
    void whatWasAcceptedIsNotRejectedWhenItComesAgainAndIsNotValidAnyMore() {
        String id = id();
        requests.sent(id, headers(SOURCE, id), prompt("valid"));
        completed(id);
        Scrape before = scrape();

        String place = requests.sentAt(
                System.currentTimeMillis() - Duration.ofDays(400).toMillis(), id, headers(SOURCE, id), prompt("valid"));

        await().atMost(PATIENCE).until(() -> decided(before) == 1);
        assertEquals(1, grown(before, "result=\"repeated\""));
        assertTrue(rejections.all().stream().noneMatch(event -> place.equals(event.id())));
    }

    @Test
    void longIdsAreKeysTooAndDoNotBecomeCorrelationIds() {
        String id = id().repeat(20);
        Scrape before = scrape();
        requests.sent(id, headers(SOURCE, id), prompt("long"));
        requests.sent(id, headers(SOURCE, id), prompt("long"));

        await().atMost(PATIENCE).until(() -> decided(before) == 2);

        assertEquals(1, grown(before, "result=\"accepted\""));
        assertEquals(1, grown(before, "result=\"repeated\""));
    }

    @Test
    void fullQueueHoldsUpRecordsAndLosesNone() {
        holdTheQueue();
        List<String> ids = List.of(id(), id(), id(), id(), id(), id(), id());
        ids.forEach(id -> requests.send(SOURCE, id, prompt("more than the queue takes")));

        await().atMost(PATIENCE).until(() -> scrape().sum("gateway_intake_held_seconds{reason=\"queue_full\"}") >= 1);
        assertEquals(3, ids.stream().mapToLong(IntakeTests::generations).sum());
        releaseTheQueue();

        ids.forEach(id -> assertEquals("succeeded", completed(id).outcome()));
        assertEquals(0, scrape().sum("gateway_intake_held_seconds"));
    }

    /** White space makes them large; all are one request, so that one place of the queue is enough. */
    @Test
    void largeRecordsThatWaitTakeNoMoreThanTheirShareOfTheMemoryAndAreAllDecided() {
        holdTheQueue();
        IntStream.range(0, 3).forEach(n -> submit(as(Backends.SHOP_KEY), prompt("fills " + n)));
        Scrape before = scrape();
        String id = id();
        IntStream.range(0, 40)
                .forEach(n -> requests.send(SOURCE, id, prompt("large") + " ".repeat(RequestRules.MOST_BYTES - 100)));

        await().atMost(PATIENCE).until(() -> heldBytes() > 15 * 1024 * 1024);
        submit(as(Backends.ADS_KEY), prompt("by REST meanwhile")).statusCode(202);
        assertTrue(heldBytes() <= 16 * 1024 * 1024, () -> "holds " + heldBytes());
        assertEquals(0, decided(before));
        releaseTheQueue();

        await().atMost(PATIENCE).until(() -> decided(before) == 40);
        assertEquals("succeeded", completed(id).outcome());
        await().atMost(PATIENCE).until(() -> heldBytes() == 0);
    }

    private static double heldBytes() {
        return scrape().sum("gateway_intake_records_held_bytes");
    }

    @Test
    void usedUpBudgetHoldsUpRecordsUntilThereIsMoreOrTheirPatienceIsOver() {
        String first = id();
        requests.sentAt(beforePatience(), first, headers(SOURCE, first), prompt("there is room"));
        assertEquals("succeeded", completed(first).outcome());
        ledger("update budget set reserved = reserved + 100000 where caller = 'shop' and period = 'day'");
        String id = id();
        requests.send(SOURCE, id, prompt("dear"));
        try {
            await().atMost(PATIENCE).until(() -> scrape().sum("gateway_intake_held_seconds{reason=\"budget\"}") >= 1);
            String old = id();
            String place = requests.sentAt(beforePatience(), old, headers(SOURCE, old), prompt("dear"));
            assertEquals(
                    "urn:gengate:problem:budget-exceeded",
                    rejection(place).json().path("type").asText());
        } finally {
            ledger("update budget set reserved = reserved - 100000 where caller = 'shop' and period = 'day'");
        }

        assertEquals("succeeded", completed(id).outcome());
    }

    private static long beforePatience() {
        return System.currentTimeMillis() - Duration.ofDays(3).toMillis();
    }

    /** The ledger takes each but this one: a trigger stands for whatever could be wrong with it. */
    @Test
    void recordThatTheLedgerNeverTakesStopsOnlyItself() {
        String bad = id();
        ledger("create function never() returns trigger language plpgsql as $$ begin if new.correlation_id = '" + bad
                + "' then raise exception 'never' using errcode = '22000'; end if; return new; end $$");
        ledger("create trigger never before insert on generation for each row execute function never()");
        try {
            String place = requests.sent(bad, headers(SOURCE, bad), prompt("bad"));
            String good = id();
            requests.sent(good, headers(SOURCE, good), prompt("good"));

            assertEquals("succeeded", completed(good).outcome());
            assertEquals(
                    "urn:gengate:problem:internal",
                    rejection(place).json().path("type").asText());
        } finally {
            ledger("drop trigger never on generation");
            ledger("drop function never");
        }
    }

    /** Deadlocks that go on for longer than ten tries in a row: a trigger stands for the other statements. */
    @Test
    void recordThatLosesDeadlocksForAWhileIsAccepted() {
        String id = id();
        ledger("create function deadlocks() returns trigger language plpgsql as $$ begin if new.correlation_id = '" + id
                + "' and clock_timestamp() < '" + Instant.now().plusMillis(1_500)
                + "' then raise exception 'deadlock' using errcode = '40P01'; end if; return new; end $$");
        ledger("create trigger deadlocks before insert on generation for each row execute function deadlocks()");
        try {
            requests.sent(id, headers(SOURCE, id), prompt("deadlocks"));

            assertEquals("succeeded", completed(id).outcome());
        } finally {
            ledger("drop trigger deadlocks on generation");
            ledger("drop function deadlocks");
        }
    }

    @Test
    void requestByTopicIsReadByRestAsAnyOther() {
        String id = id();
        requests.sent(id, headers(SOURCE, id), prompt("read"));
        String generation = completed(id).key();

        as(Backends.SHOP_KEY)
                .get("/v1/generations/" + generation)
                .then()
                .statusCode(200)
                .body("correlationId", equalTo(id));
    }

    private static ObjectNode structured(String id, String body) {
        return Json.object()
                .put("specversion", "1.0")
                .put("type", RequestTopic.TYPE)
                .put("source", SOURCE)
                .put("id", id)
                .put("traceparent", TRACE)
                .set("data", Json.read(body));
    }
}
