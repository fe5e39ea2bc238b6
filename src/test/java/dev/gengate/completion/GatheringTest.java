package dev.gengate.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes at once, and what goes together. */
class GatheringTest {
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<List<Integer>> handedOver = new ArrayList<>();
    private final Gathering<Integer> gathering = new Gathering<>(later::add, handedOver::add);

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
        List<List<Integer>> seen = new ArrayList<>();
        Gathering<Integer>[] chatty = newArray();
        chatty[0] = new Gathering<>(later::add, things -> {
            seen.add(things);
            if (things.contains(1)) {
                chatty[0].add(2);
            }
        });

        chatty[0].add(1);
        assertEquals(List.of(List.of(1)), seen);
        later.remove().run();

        assertEquals(List.of(List.of(1), List.of(2)), seen);
    }

    @SuppressWarnings("unchecked")
    private static Gathering<Integer>[] newArray() {
        return new Gathering[1];
    }
}
