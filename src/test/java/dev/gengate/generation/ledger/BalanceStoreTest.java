package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.account.BalanceStore;
import dev.gengate.generation.account.BalanceStore.KnownBalance;
import dev.gengate.generation.account.BalanceStore.Look;
import dev.gengate.support.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BalanceStoreTest extends GatewayTest {
    private static final String PAUSED = "select count(*) from pace where stopped_from is not null";

    @Inject
    BalanceStore store;

    @Inject
    AsideStore aside;

    /** A look puts the next one off. */
    @AfterEach
    void isDue() {
        ledger("update credits set due_at = '-infinity'");
    }

    @Test
    void balanceThatWasAskedForBeforeTheRefusalDoesNotEndTheStop() {
        // what the gateway reads meanwhile ends nothing
        provider.hasCredits(0);
        KnownBalance positive = new KnownBalance(BigDecimal.TEN, Instant.now());
        Look before = look();

        result(aside.stop(UUID.randomUUID(), "default"));

        assertFalse(result(store.keep("default", positive, before)));
        assertEquals(1, numberInLedger(PAUSED));
        assertTrue(result(store.keep("default", positive, look())));
        assertEquals(0, numberInLedger(PAUSED));
    }

    private Look look() {
        return result(store.look("default", Instant.now(), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    private static <T> T result(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
