package dev.gengate.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeMemoryTest {
    private final List<Integer> taken = new ArrayList<>();
    private final IntakeMemory memory = new IntakeMemory(100);

    @Test
    void recordWaitsUntilThereIsRoomForAllOfIt() {
        IntStream.of(60, 40, 50).forEach(this::take);
        memory.giveBack(40);
        assertEquals(List.of(60, 40), taken);

        memory.giveBack(60);

        assertEquals(List.of(60, 40, 50), taken);
        assertEquals(50, memory.held());
    }

    @Test
    void recordThatIsLargerThanAllRoomHasItAlone() {
        IntStream.of(300, 1).forEach(this::take);
        assertEquals(List.of(300), taken);

        memory.giveBack(300);
        take(300);
        memory.giveBack(1);

        assertEquals(List.of(300, 1, 300), taken);
    }

    private void take(int bytes) {
        memory.take(bytes).subscribe().with(room -> taken.add(bytes));
    }
}
