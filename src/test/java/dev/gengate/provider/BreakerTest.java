package dev.gengate.provider;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static dev.gengate.provider.KieCalls.ID;
import static dev.gengate.provider.KieCalls.REQUEST;
import static dev.gengate.provider.KieCalls.provider;
import static dev.gengate.provider.KieCalls.result;
import static dev.gengate.provider.KieCalls.submit;
import static dev.gengate.provider.ScriptedProvider.CREATED;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.GatewayCalls;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import dev.gengate.support.GatewayTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a replica stops calling a provider that is away, and how it begins again; or a model that is. */
@QuarkusTest
class BreakerTest extends GatewayTest {
    /** Of no other test: it is held for half a minute. */
    private static final String BAD_MODEL = "google/imagen4-ultra";

    @Inject
    MeterRegistry metrics;

    private final ScriptedProvider kie = new ScriptedProvider();
    private final LoopbackConfig config = LoopbackConfig.of(kie.url());

    @AfterEach
    void close() {
        kie.close();
    }

    @ParameterizedTest
    @CsvSource({
        "502, '', SERVER_ERROR",
        "200, <html>We are back soon</html>, UNREADABLE_ANSWER",
        "200, {\"code\":200}, UNREADABLE_ANSWER",
        "302, '', UNREADABLE_ANSWER"
    })
    void breakerOpensWhereNoCallIsAnsweredAndLetsOneThroughLater(int status, String body, Unconfirmed.Reason reason) {
        KieProvider provider = provider(config.withBreakerAfter(4));
        kie.answers(status, body);
        for (int count = 0; count < 4; count++) {
            assertTrue(provider.callable());
            assertEquals(new Unconfirmed(reason), submit(provider));
        }

        assertFalse(provider.callable());
        assertEquals(new TryLater(TryLater.Reason.BREAKER_OPEN, Optional.empty()), submit(provider));
        assertEquals(4, kie.asked().size());

        kie.answers(200, CREATED);
        await().until(() -> provider.room() == 1);
        assertFalse(provider.callable());
        assertEquals(new Accepted("t1"), submit(provider));
        assertEquals(new Accepted("t1"), submit(provider));
        assertTrue(provider.callable());
    }

    @Test
    void textsOfOneCallerThatAFirewallBlocksOpenItForNobody() {
        KieProvider provider = provider(config.withBreakerAfter(4));
        for (int count = 0; count < 20; count++) {
            kie.answers(403, "<html>Forbidden</html>");
            assertEquals(new TryLater(TryLater.Reason.ANSWERED_BY_ANOTHER, Optional.empty()), submit(provider));
            kie.answers(200, CREATED);
            assertEquals(new Accepted("t1"), submit(provider));
        }

        assertTrue(provider.callable());
    }

    @Test
    void whileOneCallTriesWhetherTheProviderIsBackThereIsNoRoomForAnother() {
        KieProvider provider = provider(config.withBreakerAfter(1));
        kie.answers(502, "");
        submit(provider);
        await().until(() -> provider.room() == 1);
        kie.neverAnswers();
        provider.submit(REQUEST).subscribe().with(result -> {});

        assertEquals(0, provider.room());
    }

    @Test
    void withoutAConnectionTheReplicaBacksOff() {
        KieProvider provider = provider(config);
        assertTrue(provider.callable());
        kie.close();

        submit(provider);

        assertEquals(0, provider.room());
    }

    @Test
    void breakerStaysClosedWhileTheProviderAnswers() {
        KieProvider provider = provider(config.withBreakerAfter(4));
        kie.answers(429, "");

        for (int count = 0; count < 8; count++) {
            assertEquals(new TryLater(TryLater.Reason.RATE_LIMITED, Optional.empty()), submit(provider));
        }

        assertTrue(provider.callable());
    }

    @Test
    void cancelledProbeDoesNotLeaveTheBreakerHalfOpen() {
        KieProvider provider = provider(config.withBreakerAfter(1));
        kie.answers(502, "");
        submit(provider);
        await().until(() -> provider.room() == 1);
        kie.answers(200, CREATED);

        provider.submit(REQUEST).subscribe().with(result -> {}).cancel();

        await().until(() -> submit(provider).equals(new Accepted("t1")));
    }

    @Test
    void modelThatFailsAloneOpensItForNobody() {
        KieProvider provider = provider(config.withBreakerAfter(4));
        TaskRequest bad = new TaskRequest("default", "ads", ID, "bad/model", "{}", () -> {});
        for (int count = 0; count < 3; count++) {
            kie.answers(500, "");
            assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), result(provider.submit(bad)));
            kie.answers(200, CREATED);
            submit(provider);
            submit(provider);
            submit(provider);
        }
        kie.answers(500, "");
        result(provider.submit(bad));
        result(provider.submit(bad));
        int asked = kie.asked().size();
        for (int count = 0; count < 8; count++) {
            assertEquals(new TryLater(TryLater.Reason.FAILS_ALONE, Optional.empty()), result(provider.submit(bad)));
        }

        assertEquals(asked, kie.asked().size());
        assertTrue(provider.callable());
    }

    /** The same of the whole gateway. */
    @Test
    void modelThatAlwaysFailsWaitsForItselfAndAnotherIsSentAsUsual() {
        for (int count = 0; count < 5; count++) {
            ofBadModel().body("state", equalTo("unconfirmed"));
            submitted("of a good one " + count);
        }

        String held = ofBadModel().body("state", equalTo("queued")).extract().path("id");

        ads().get("/v1/generations/" + held + "/timeline")
                .then()
                .body("items.detail", hasItem("FAILS_ALONE, attempt 1"));
        ended(submitted("as usual")).body("state", equalTo("succeeded"));
        assertEquals(0, provider.requestsOf(held).size());
        assertEquals(
                1,
                metrics.get(ProviderMetrics.MODEL_HELD)
                        .tag("model", BAD_MODEL)
                        .gauge()
                        .value());
    }

    private static ValidatableResponse ofBadModel() {
        return GatewayCalls.submit(
                        "{\"model\":\"" + BAD_MODEL + "\",\"input\":{\"prompt\":\"[sim:code=500:Internal Error]\"}}")
                .statusCode(202);
    }
}
