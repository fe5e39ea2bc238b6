package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a seed and a size mean. */
class ScheduleTest {

    @Test
    void theSameSeedIsTheSameSchedule() {
        assertEquals(schedule("--seed", "5"), schedule("--seed", "5"));
        assertNotEquals(schedule("--seed", "5"), schedule("--seed", "6"));
    }

    @Test
    void theLongRunHasAtLeastFiftyKillsTenFreezesAndFiveDatabaseRestarts() {
        FaultOptions options = FaultOptions.of(new String[] {"--generations", "20000"});

        assertTrue(options.kills() >= 50 && options.freezes() >= 10 && options.databaseRestarts() >= 5);
    }

    @Test
    void theShortRunHasSomeOfEveryKind() {
        List<Disruption> schedule = schedule("--seed", "1");

        for (Disruption.Kind kind : Disruption.Kind.values()) {
            assertTrue(schedule.stream().anyMatch(disruption -> disruption.kind() == kind), kind.name());
        }
    }

    @Test
    void theStoreIsAwayForAMinuteOnceTheRunIsLongEnough() {
        List<Disruption> away = schedule("--generations", "5000").stream()
                .filter(disruption -> disruption.kind() == Disruption.Kind.STORE_AWAY)
                .toList();

        assertFalse(away.isEmpty());
        away.forEach(one -> assertEquals(Duration.ofMinutes(1), one.lasts()));
    }

    private static List<Disruption> schedule(String... arguments) {
        return Schedule.of(FaultOptions.of(arguments));
    }
}
