package dev.gengate.accounts;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.ended;
import static dev.gengate.proof.gateway.GatewayCalls.prompt;
import static dev.gengate.proof.gateway.GatewayCalls.read;
import static dev.gengate.proof.gateway.GatewayCalls.submit;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.proof.servers.Backends;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the provider's account holds, and what becomes of submissions when it holds nothing. */
@QuarkusTest
class CreditsTest extends GatewayTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void creditsAreTheProvidersAsTheyWereReadLast() {
        provider.hasCredits(123.5);

        await().atMost(TEN_SECONDS).untilAsserted(() -> ads().get("/v1/credits")
                .then()
                .statusCode(200)
                .body("credits", equalTo(123.5f))
                .body("readAt", notNullValue()));
        given().get(Backends.management() + "/q/metrics")
                .then()
                .body(containsString("gateway_credits{account=\"default\"} 123.5"));
    }

    @Test
    void creditsThatCannotBeReadForLongAre502() {
        provider.becomesUnavailable();

        await().atMost(TEN_SECONDS)
                .untilAsserted(
                        () -> ads().get("/v1/credits").then().statusCode(502).contentType("application/problem+json"));
    }

    @Test
    void withoutCreditsNothingMoreIsStoredUntilThereAreSome() {
        provider.hasCredits(0);
        String met = submit(prompt("the one that meets it"))
                .statusCode(402)
                .extract()
                .path("id");

        submit(prompt("the next one"))
                .statusCode(402)
                .body("type", equalTo("urn:gengate:problem:no-credits"))
                .body("id", nullValue());

        read(met).body("state", equalTo("failed")).body("failure.code", equalTo("insufficient_credits"));
        assertEquals(1, provider.requests().size(), "the pause keeps the others from asking");
        provider.hasCredits(1_000);
        await().atMost(TEN_SECONDS)
                .untilAsserted(() -> submit(prompt("after it")).statusCode(202));
    }

    @Test
    void whatIsQueuedWhenTheAccountRunsOutWaitsForCreditsAndNothingOfItFails() {
        holdTheQueue();
        List<String> queued = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queued.add(submitted("waits for credits " + i));
        }
        provider.hasCredits(0);
        releaseTheQueue();
        await().atMost(TEN_SECONDS)
                .until(() -> numberInLedger("select count(*) from pace where no_credits_since is not null") == 1
                        && numberInLedger("select count(*) from generation where state = 'submitting'") == 0);

        queued.forEach(id -> read(id).body("state", equalTo("queued")));
        provider.hasCredits(1_000);

        queued.forEach(id -> ended(id).body("state", equalTo("succeeded")));
    }

    /** Seen: one of 1,000 credits at a balance of 812, and every caller was refused, round after round. */
    @Test
    void whatIsRefusedThoughThereIsABalanceStopsOnlyWhatCostsAsMuch() {
        provider.hasCredits(812);
        holdTheQueue();
        String dear = submitted("[sim:code=402:Credits insufficient] a dear one");
        ledger("update generation set credits = 1000, price_from = 1000 where id = '" + dear + "'");
        releaseTheQueue();
        await().atMost(TEN_SECONDS).until(() -> provider.requestsOf(dear).size() == 1);

        for (int round = 0; round < 5; round++) {
            ended(submitted("a cheap one " + round)).body("state", equalTo("succeeded"));
            ledger("update credits set due_at = '-infinity'");
        }

        read(dear).body("state", equalTo("queued"));
        assertEquals(1, provider.requestsOf(dear).size(), "it waits aside");
        assertEquals(1_000, numberInLedger("select stopped_from::int from pace"));
    }

    @Test
    void whatWasAnsweredAtOnceWaitsForCreditsToo() {
        provider.hasCredits(0);
        String id = submitted(ads().header("Prefer", "respond-async"), prompt("answered before it was sent"));
        await().atMost(TEN_SECONDS).until(() -> provider.requestsOf(id).size() == 1);
        await().atMost(TEN_SECONDS).untilAsserted(() -> read(id).body("state", equalTo("queued")));

        provider.hasCredits(1_000);

        ended(id).body("state", equalTo("succeeded"));
    }
}
