package dev.gengate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes at once, and what goes together. */
class CoalescerTest {
    private static final int ONE_THAT_BRINGS_ANOTHER = 7;

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<List<Integer>> handedOver = new ArrayList<>();
    private final Coalescer<Integer> gathering = Coalescer.firstAtOnce(later::add, this::handOver);

    @Test
    void theFirstGoesAtOnceAndWhatFollowsCloselyGoesTogetherInOrder() {
        gathering.add(1);
        gathering.add(2);
        gathering.add(3);
        assertEquals(List.of(List.of(1)), handedOver);

        later.remove().run();

        assertEquals(List.of(List.of(1), List.of(2, 3)), handedOver);
    }

    @Test
    void afterAMomentWithoutAnyTheNextGoesAtOnceAgain() {
        gathering.add(1);
        later.remove().run();

        gathering.add(2);

        assertEquals(List.of(List.of(1), List.of(2)), handedOver);
        assertEquals(1, later.size(), "nothing is looked for while nothing comes");
    }

    @Test
    void whatComesWhileThingsAreHandedOverWaitsForItsMoment() {
        gathering.add(ONE_THAT_BRINGS_ANOTHER);
        assertEquals(List.of(List.of(ONE_THAT_BRINGS_ANOTHER)), handedOver);

        later.remove().run();

        assertEquals(List.of(List.of(ONE_THAT_BRINGS_ANOTHER), List.of(8)), handedOver);
    }

    @Test
    void allGatherAndGoTogetherSoManyAtATime() {
        Coalescer<Integer> patient = Coalescer.allTogether(2, later::add, this::handOver);

        patient.addAll(List.of(1, 2));
        patient.add(3);
        assertEquals(List.of(), handedOver);
        later.remove().run();
        assertEquals(List.of(List.of(1, 2)), handedOver);
        later.remove().run();

        assertEquals(List.of(List.of(1, 2), List.of(3)), handedOver);
        assertEquals(0, later.size(), "nothing is looked for while nothing comes");
    }

    @Test
    void whoHasUseForThemTakesThemBefore() {
        Coalescer<Integer> patient = Coalescer.allTogether(10, later::add, this::handOver);
        patient.addAll(List.of(1, 2));

        assertEquals(List.of(1, 2), patient.take());
        assertEquals(0, patient.count());
        later.remove().run();

        assertEquals(List.of(), handedOver);
    }

    private void handOver(List<Integer> things) {
        handedOver.add(things);
        if (things.contains(ONE_THAT_BRINGS_ANOTHER)) {
            gathering.add(8);
        }
    }
}
