package dev.gengate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.http.BodyBudget.Holder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Who holds too much is refused, and nobody else. */
class BodyBudgetTest {
    private static final int ALL = 800;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BodyBudget budget = new BodyBudget(ALL, metrics);

    @Test
    void oneCallerHoldsAtMostAQuarterAndAnotherOneIsServed() {
        assertTrue(budget.take(caller("bad"), 150));
        assertTrue(budget.take(caller("bad"), 50));
        assertFalse(budget.take(caller("bad"), 1));

        assertTrue(budget.take(caller("good"), 1));
        assertEquals(201, budget.held());
    }

    @Test
    void callersTogetherLeaveTheProviderItsHalf() {
        assertTrue(budget.take(caller("one"), 200));
        assertTrue(budget.take(caller("two"), 200));
        assertFalse(budget.take(caller("three"), 1));

        for (int i = 0; i < 4; i++) {
            assertTrue(budget.take(generation("g" + i), 100));
        }
        assertFalse(budget.take(generation("g4"), 1), "all is taken");
    }

    @Test
    void oneCallbackUrlHoldsAtMostAnEighthAndTheProvidersOthersAreRead() {
        assertTrue(budget.take(generation("leaked"), 100));
        assertFalse(budget.take(generation("leaked"), 1));

        assertTrue(budget.take(generation("other"), 100));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndRefusalsAreCounted() {
        assertTrue(budget.take(caller("one"), 200));
        assertFalse(budget.take(caller("one"), 200));
        budget.giveBack(caller("one"), 200);

        assertTrue(budget.take(caller("one"), 200));
        assertEquals(1, metrics.counter(BodyBudget.REFUSED, "sender", "caller").count());
        assertEquals(
                200,
                metrics.get(BodyBudget.HELD).tag("sender", "caller").gauge().value());
    }

    private static Holder caller(String name) {
        return new Holder(BodyBudget.Sender.CALLER, name);
    }

    private static Holder generation(String id) {
        return new Holder(BodyBudget.Sender.PROVIDER, id);
    }
}
