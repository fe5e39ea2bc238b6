package dev.gengate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.provider.answer.SubmitResult;
import dev.gengate.provider.answer.SubmitResult.Accepted;
import dev.gengate.provider.answer.SubmitResult.Unconfirmed;
import dev.gengate.support.HandClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails while others succeed waits for itself, and nothing else does. */
class LoneFailuresTest {
    private static final SubmitResult CREATED = new Accepted("t1");
    private static final SubmitResult FAILED = new Unconfirmed(Unconfirmed.Reason.SERVER_ERROR);
    private static final TaskRequest BAD = request("ads", "bad");
    private static final TaskRequest GOOD = request("ads", "good");

    private final HandClock clock = new HandClock();
    private final LoneFailures lone = new LoneFailures(clock);

    private static TaskRequest request(String caller, String model) {
        return new TaskRequest("default", caller, UUID.randomUUID(), model, "{}", () -> {});
    }

    private boolean alone(TaskRequest request, SubmitResult result) {
        return lone.isOneOf(request, lone.begin(), result);
    }

    private void badModel() {
        for (int i = 0; i < 2; i++) {
            assertFalse(alone(BAD, FAILED), "it may be by chance");
            assertFalse(alone(request("shop", "bad"), FAILED), "it may be by chance");
        }
        alone(GOOD, CREATED);
        assertTrue(alone(BAD, FAILED));
    }

    @Test
    void modelThatFailsForAllIsHeldForAll() {
        badModel();

        assertTrue(lone.holds(BAD));
        assertTrue(lone.holds(request("another", "bad")));
        assertTrue(lone.holds("bad"));
        assertFalse(lone.holds(GOOD));
        assertFalse(lone.holds("good"));
    }

    @Test
    void callerWhoseInputsFailIsHeldWithThatModelAlone() {
        for (int i = 0; i < 5; i++) {
            alone(BAD, FAILED);
            alone(GOOD, CREATED);
        }

        assertTrue(lone.holds(BAD));
        assertFalse(lone.holds(request("shop", "bad")), "another's may be good");
        assertFalse(lone.holds(GOOD));
        alone(request("shop", "bad"), CREATED);
        assertTrue(lone.holds(BAD));
    }

    @ParameterizedTest
    @EnumSource
    void onlyALostConnectionIsNeverTheModels(Unconfirmed.Reason reason) {
        for (int i = 0; i < 10; i++) {
            alone(BAD, new Unconfirmed(reason));
            alone(GOOD, CREATED);
        }

        assertEquals(reason != Unconfirmed.Reason.CONNECTION_LOST, lone.holds(BAD));
    }

    @Test
    void whereNothingSucceedsItIsTheProvider() {
        for (int i = 0; i < 10; i++) {
            assertFalse(alone(BAD, FAILED));
            assertFalse(alone(GOOD, FAILED));
        }

        assertFalse(lone.holds(BAD));
    }

    @Test
    void callsOfAnOutageThatEndAfterItHoldNothing() {
        long begun = lone.begin();
        alone(GOOD, CREATED);
        for (int i = 0; i < 10; i++) {
            assertFalse(lone.isOneOf(BAD, begun, FAILED));
        }

        assertFalse(lone.holds(BAD));
    }

    /** The last successes of a provider that goes down come in after the first failures have begun. */
    @Test
    void callsThatBeganBeforeAnOutageProveNothingWhenTheySucceedInIt() {
        long bad = lone.begin();
        long good = lone.begin();
        lone.isOneOf(GOOD, good, CREATED);
        lone.isOneOf(BAD, bad, FAILED);

        for (int i = 0; i < 10; i++) {
            assertFalse(alone(BAD, FAILED));
        }
        assertFalse(lone.holds(BAD));
    }

    @Test
    void oneTrialAfterEachHoldAndTheHoldsGrow() {
        badModel();

        for (int seconds : new int[] {30, 60, 120, 240, 480, 600, 600}) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertTrue(lone.holds(BAD), seconds + " s");
            clock.advance(Duration.ofMillis(1));
            assertFalse(lone.holds(BAD), "the trial");
            assertTrue(lone.holds(request("shop", "bad")), "beside the trial");
            alone(GOOD, CREATED);
            assertTrue(alone(BAD, FAILED));
        }
    }

    @Test
    void trialThatSucceedsEndsIt() {
        badModel();
        clock.advance(Duration.ofSeconds(30));
        assertFalse(lone.holds(BAD));

        alone(BAD, CREATED);

        assertFalse(lone.holds(BAD));
        assertFalse(lone.holds(BAD));
        assertFalse(alone(BAD, FAILED), "it is counted anew");
    }

    @Test
    void holdsDoNotGrowWhileNothingElseSucceeds() {
        badModel();
        clock.advance(Duration.ofSeconds(30));
        lone.holds(BAD);
        assertFalse(alone(BAD, FAILED), "for all that is known, nothing succeeds any more");

        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(60));
            assertFalse(lone.holds(BAD));
        }
    }

    @Test
    void callersWithoutNumberTakeABoundedRoom() {
        for (int i = 0; i < 5; i++) {
            alone(request("shop", "another"), FAILED);
        }
        alone(GOOD, CREATED);
        alone(request("shop", "another"), FAILED);
        assertTrue(lone.holds("another"));

        for (int i = 0; i < 1_000; i++) {
            alone(request("caller " + i, "bad"), FAILED);
        }

        assertFalse(lone.holds("another"), "the oldest is forgotten");
    }
}
