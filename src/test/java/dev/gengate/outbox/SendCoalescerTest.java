package dev.gengate.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes at once, and what goes together. */
class SendCoalescerTest {
    private static final int ONE_THAT_BRINGS_ANOTHER = 7;

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<List<Integer>> handedOver = new ArrayList<>();
    private final SendCoalescer<Integer> gathering = new SendCoalescer<>(later::add, this::handOver);

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

    private void handOver(List<Integer> things) {
        handedOver.add(things);
        if (things.contains(ONE_THAT_BRINGS_ANOTHER)) {
            gathering.add(8);
        }
    }
}
