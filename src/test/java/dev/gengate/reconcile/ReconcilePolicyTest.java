package dev.gengate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.reconcile.ReconcilePolicy.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilePolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DEADLINE = NOW.plus(Duration.ofHours(24));

    private final ReconcilePolicy policy = new ReconcilePolicy(Duration.ofMinutes(1));

    @ParameterizedTest
    @CsvSource({
        "QUEUED, EXPIRE",
        "SUBMITTING, LEAVE",
        "SUBMITTED, POLL",
        "UNCONFIRMED, FAIL_UNCONFIRMED",
        "SUCCEEDED, LEAVE",
        "FAILED, LEAVE",
        "EXPIRED, LEAVE",
        "CANCELLED, LEAVE"
    })
    void stepFollowsTheState(GenerationState state, Step step) {
        assertEquals(step, policy.step(row(state, 1)));
    }

    @ParameterizedTest
    @CsvSource({"1, 90", "2, 135", "4, 303", "8, 1537", "9, 1800", "1000000, 1800"})
    void backOffGrowsFromAMinuteToHalfAnHour(int polls, long seconds) {
        Instant next = policy.nextPoll(row(GenerationState.SUBMITTED, polls), NOW);

        assertEquals(seconds, Duration.between(NOW, next).toSeconds());
    }

    @Test
    void deadlineIsNotPassedOver() {
        Instant late = DEADLINE.minusSeconds(10);

        assertEquals(DEADLINE, policy.nextPoll(row(GenerationState.SUBMITTED, 3), late));
        assertFalse(policy.expired(row(GenerationState.SUBMITTED, 3), late));
        assertTrue(policy.expired(row(GenerationState.SUBMITTED, 3), DEADLINE));
    }

    private static Generation row(GenerationState state, int polls) {
        return new Generation(
                UUID.randomUUID(),
                "ads",
                new byte[32],
                "m",
                "{}",
                null,
                "{}",
                null,
                state,
                1,
                polls,
                NOW,
                DEADLINE,
                "t",
                null,
                null,
                null,
                null,
                NOW,
                NOW,
                null);
    }
}
