package dev.gengate.operator.queue;

import dev.gengate.generation.figures.FailureFigures;
import dev.gengate.generation.figures.FailureFigures.Failing;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.CustodyStore.Waiting;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What takes many rows to count, kept for a moment: each screen that shows the status asks every 2 s. */
@ApplicationScoped
class RecentFigures {
    static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final FailureFigures failures;
    private final CustodyStore custody;
    private final Clock clock;
    private volatile Figures last;

    RecentFigures(FailureFigures failures, CustodyStore custody, Clock clock) {
        this.failures = failures;
        this.custody = custody;
        this.clock = clock;
    }

    /** What fails, and what is not stored. */
    record Figures(Instant at, List<Failing> failing, Waiting unstored) {}

    Uni<Figures> look() {
        Instant now = clock.instant();
        Figures known = last;
        if (known != null && Duration.between(known.at(), now).abs().compareTo(EVERY) < 0) {
            return Uni.createFrom().item(known);
        }
        return failures.since(now.minus(A_DAY))
                .flatMap(failing -> custody.waiting(now, now).map(unstored -> new Figures(now, failing, unstored)))
                .invoke(figures -> last = figures);
    }
}
