package dev.gengate.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeGateTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Integer> inside = new ArrayList<>();
    private final IntakeGate gate = new IntakeGate((pause, task) -> {
        pauses.add(pause);
        later.add(task);
    });

    @Test
    void noMoreEnterThanShareACommit() {
        come(0, IntakeGate.MOST + 5);

        assertEquals(IntakeGate.MOST, inside.size());
        gate.passed();
        assertEquals(IntakeGate.MOST + 1, inside.size());
    }

    @Test
    void afterARefusalOneTriesAndThenMoreFollow() {
        come(0, 4);
        IntStream.range(0, 4).forEach(record -> gate.refused());
        come(10, 30);
        assertEquals(4, inside.size(), "closed");

        open();
        assertEquals(5, inside.size(), "one tries");
        gate.passed();
        assertEquals(7, inside.size(), "two follow");
        gate.passed();
        gate.passed();
        assertEquals(1, pauses.size(), "many refusals are one");
        assertEquals(15, inside.size());
    }

    @Test
    void pausesGrowToTenSecondsAndEndWithTheFirstThatPasses() {
        come(0, 1);
        for (int refusal = 0; refusal < 8; refusal++) {
            gate.refused();
            come(1, 2);
            open();
        }
        assertEquals(Duration.ofMillis(250), pauses.get(0));
        assertEquals(Duration.ofMillis(500), pauses.get(1));
        assertEquals(Duration.ofSeconds(10), pauses.get(7));

        gate.passed();
        come(2, 3);
        gate.refused();
        assertEquals(Duration.ofMillis(250), pauses.get(8));
    }

    @Test
    void whatTriesAgainComesAfterWhatWaits() {
        come(0, 1);
        gate.refused();
        come(1, 2);
        come(0, 1);
        open();

        assertEquals(List.of(0, 1), inside);
    }

    @Test
    void whatIsCancelledTakesNoPlace() {
        come(0, IntakeGate.MOST);
        entering(-1).cancel();
        come(1_000, 1_001);

        gate.passed();

        assertEquals(1_000, inside.get(IntakeGate.MOST));
        assertEquals(IntakeGate.MOST + 1, inside.size());
    }

    /** Two are let in together, and as the first enters the stream breaks off. */
    @Test
    void placeOfOneThatIsCancelledWhileItIsLetInIsFree() {
        come(0, 1);
        gate.refused();
        come(1, 2);
        AtomicReference<Cancellable> second = new AtomicReference<>();
        gate.enter(() -> Uni.createFrom().item(() -> second.get()).invoke(Cancellable::cancel))
                .subscribe()
                .with(entered -> {});
        second.set(entering(-1));
        open();
        gate.passed();
        come(10, 30);

        gate.passed();

        assertEquals(List.of(0, 1, 10, 11, 12, 13), inside);
    }

    @Test
    void nothingEntersOnceItIsStopped() {
        gate.stop();
        come(0, 1);

        assertEquals(List.of(), inside);
    }

    private void come(int from, int to) {
        IntStream.range(from, to).forEach(this::entering);
    }

    private Cancellable entering(int record) {
        return gate.enter(() -> Uni.createFrom().item(inside.add(record)))
                .subscribe()
                .with(entered -> {});
    }

    private void open() {
        later.get(later.size() - 1).run();
    }
}
