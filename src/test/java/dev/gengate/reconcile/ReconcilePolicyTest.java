package dev.gengate.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gengate.generation.Generation;
import dev.gengate.generation.GenerationState;
import dev.gengate.generation.Reservation;
import dev.gengate.models.Catalogue;
import dev.gengate.provider.answer.TaskReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcilePolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DEADLINE = NOW.plus(Duration.ofHours(24));

    private final ReconcilePolicy policy = new ReconcilePolicy(Duration.ofMinutes(1), new Catalogue());

    @ParameterizedTest
    @CsvSource({
        "RUNNING, 1, 90",
        "RUNNING, 2, 135",
        "RUNNING, 4, 303",
        "RUNNING, 8, 1537",
        "RUNNING, 9, 1800",
        "RUNNING, 1000000, 1800",
        "NOT_THERE_YET, 1, 2",
        "NOT_THERE_YET, 2, 3",
        "NOT_THERE_YET, 4, 6",
        "NOT_THERE_YET, 1000000, 60",
        "UNREADABLE, 1, 2",
        "UNREADABLE, 5, 10",
        "UNAVAILABLE, 1, 60",
        "UNAVAILABLE, 9, 60"
    })
    void nextPollFollowsTheLastAnswer(Answer answer, int polls, long seconds) {
        Instant next = policy.nextPoll(row(polls), answer.report, NOW);

        assertEquals(seconds, Duration.between(NOW, next).toSeconds());
        assertEquals(answer != Answer.UNAVAILABLE, policy.counts(answer.report), "an outage is not the task's silence");
    }

    private enum Answer {
        RUNNING(new TaskReport.Running("t")),
        NOT_THERE_YET(new TaskReport.NotThereYet()),
        UNREADABLE(new TaskReport.Unreadable(Optional.empty())),
        UNAVAILABLE(new TaskReport.Unavailable());

        private final TaskReport report;

        Answer(TaskReport report) {
            this.report = report;
        }
    }

    @Test
    void soonIsNeverLaterThanUsual() {
        ReconcilePolicy impatient = new ReconcilePolicy(Duration.ofMillis(300), new Catalogue());

        Instant next = impatient.nextPoll(row(1), Answer.NOT_THERE_YET.report, NOW);

        assertEquals(450, Duration.between(NOW, next).toMillis());
    }

    @Test
    void deadlineIsNotPassedOver() {
        Instant late = DEADLINE.minusSeconds(10);

        assertEquals(DEADLINE, policy.nextPoll(row(3), Answer.RUNNING.report, late));
    }

    @Test
    void slowModelIsLeftAloneForLonger() {
        Instant next = policy.nextPoll(row(0, "kling-3.0/video"), Answer.RUNNING.report, NOW);

        assertEquals(Duration.ofMinutes(3), Duration.between(NOW, next));
    }

    private static Generation row(int polls) {
        return row(polls, "m");
    }

    private static Generation row(int polls, String model) {
        return new Generation(
                UUID.randomUUID(),
                "ads",
                new byte[32],
                model,
                "{}",
                null,
                "{}",
                null,
                GenerationState.SUBMITTED,
                1,
                polls,
                NOW,
                DEADLINE,
                "t",
                null,
                null,
                null,
                null,
                null,
                NOW,
                NOW,
                null,
                Reservation.UNKNOWN,
                "default");
    }
}
