package dev.gengate.proof.simulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private final FaultPlan plan = new FaultPlan();

    @Test
    void markersOfAPromptAreReadWithTheirArguments() {
        Misbehaviour misbehaviour = plan.forCall("a [sim:late=800] lighthouse [sim:code=500:This field is required]");

        assertEquals(800, misbehaviour.number(Fault.LATE, 1));
        assertEquals(
                "500:This field is required",
                misbehaviour.order(Fault.CODE).orElseThrow().argument());
    }

    @Test
    void aMarkerThatNamesNoFaultIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> plan.forCall("[sim:no-such-thing]"));
    }

    @Test
    void anOrderForTheNextCallIsForOneCall() {
        plan.orderForNext(List.of("twice"));

        assertTrue(plan.forCall("a lighthouse").has(Fault.TWICE));
        assertEquals(Misbehaviour.NONE, plan.forCall("a lighthouse"));
    }

    @Test
    void theSameSeedMakesTheSameFaults() {
        assertEquals(drawn(7, 200), drawn(7, 200));
    }

    @Test
    void ratesAreKeptAndAddUpWithinAStage() {
        List<Misbehaviour> drawn = drawn(7, 10_000);

        assertEquals(0.10, share(drawn, Fault.NO_CALLBACK), 0.01);
        assertEquals(0.10, share(drawn, Fault.TWICE), 0.01);
        assertTrue(drawn.stream().noneMatch(all -> all.has(Fault.TWICE) && all.has(Fault.NO_CALLBACK)));
    }

    private List<Misbehaviour> drawn(long seed, int calls) {
        plan.byChance(seed, Map.of("no-callback", 0.1, "twice", 0.1, "lose-answer", 0.05));
        return IntStream.range(0, calls).mapToObj(call -> plan.forCall("")).toList();
    }

    private static double share(List<Misbehaviour> drawn, Fault fault) {
        return drawn.stream().filter(misbehaviour -> misbehaviour.has(fault)).count() / (double) drawn.size();
    }
}
