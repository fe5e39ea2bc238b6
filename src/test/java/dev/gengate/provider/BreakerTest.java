package dev.gengate.provider;

import static dev.gengate.provider.KieCalls.REQUEST;
import static dev.gengate.provider.KieCalls.provider;
import static dev.gengate.provider.KieCalls.submit;
import static dev.gengate.provider.ScriptedProvider.CREATED;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.Backends;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.TryLater;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a replica stops calling a provider that is away, and how it begins again; the application is there for the client. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class BreakerTest {
    private final ScriptedProvider kie = new ScriptedProvider();
    private final LoopbackConfig config = LoopbackConfig.of(kie.url());

    @AfterEach
    void close() {
        kie.close();
    }

    @Test
    void breakerOpensOnServerErrorsAndLetsOneCallThroughLater() {
        KieProvider provider = provider(config.withBreakerAfter(4));
        kie.answers(502, "");
        for (int count = 0; count < 4; count++) {
            assertTrue(provider.callable());
            assertEquals(new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR), submit(provider));
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
}
