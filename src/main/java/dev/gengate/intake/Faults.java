package dev.gengate.intake;

import dev.gengate.database.Database;
import dev.gengate.database.DatabaseUnavailableException;
import dev.gengate.problem.ProblemException;
import java.time.Duration;

/** How often a record has failed in a way that says nothing of others, and how long it waits before it is tried again. */
final class Faults {
    /** So often a record may fail; then it is at fault. */
    private static final int MOST = 10;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private int count;

    /** Whether the record may be at fault: neither an outage, nor a refusal that says what is wrong. */
    static boolean possible(Throwable failure) {
        return failure instanceof DatabaseUnavailableException
                ? Database.refused(failure)
                : !(failure instanceof ProblemException);
    }

    /** The pause before the next try, none if the ledger refuses its data; null if the record is at fault. */
    Duration next(Throwable failure) {
        if (++count >= MOST) {
            return null;
        }
        if (Database.refused(failure) && !Database.deadlocked(failure)) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (count - 1));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
