package dev.gengate.callback;

import static dev.gengate.proof.gateway.GatewayCalls.ads;
import static dev.gengate.proof.gateway.GatewayCalls.submitted;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;

import dev.gengate.attack.Attested;
import dev.gengate.proof.simulator.WebhookSignature;
import dev.gengate.proof.simulator.client.ProviderTask;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that takes every request and answers none holds up nobody for as long as it may take to answer. */
@QuarkusTest
@TestProfile(Attested.class)
class SilentProviderTest extends GatewayTest {

    /** Otherwise the next gateway begins with polls that are not answered, and waits for them. */
    @AfterEach
    void providerSpeaksAgain() {
        provider.reset();
    }

    /** Both at the same time: neither waits for the other either. */
    @Test
    void callbackThatCannotBeReadBackIsLeftToTheNextOneInTimeAndCreditsAreNotWaitedForLong() {
        provider.signsWith(SignedCallbackTest.KEY);
        ProviderTask task = provider.taskOf(submitted("[sim:never-finishes] silent when asked"));
        long now = Instant.now().getEpochSecond();
        String signature = WebhookSignature.of(SignedCallbackTest.KEY, task.taskId(), now);
        provider.fallsSilent();

        CompletableFuture<Response> callback = CompletableFuture.supplyAsync(
                () -> SignedCallbackTest.signed(task, now, signature).post(task.callBackUrl()));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> ads().get("/v1/credits")
                .then()
                .time(lessThan(8_000L))
                .statusCode(502)
                .contentType("application/problem+json"));
        callback.join()
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .time(lessThan(12_000L));
    }
}
