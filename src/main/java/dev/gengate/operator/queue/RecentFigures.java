package dev.gengate.operator.queue;

import dev.gengate.generation.figures.FailureFigures;
import dev.gengate.generation.figures.FailureFigures.Failing;
import dev.gengate.generation.ledger.CustodyStore;
import dev.gengate.generation.ledger.CustodyStore.Waiting;
import dev.gengate.generation.outbox.DeadLetterStore;
import dev.gengate.generation.outbox.DeadLetterStore.Aside;
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
    private static final int SHOWN_ASIDE = 10;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final FailureFigures failures;
    private final CustodyStore custody;
    private final DeadLetterStore deadLetters;
    private final Clock clock;
    private volatile Figures last;

    RecentFigures(FailureFigures failures, CustodyStore custody, DeadLetterStore deadLetters, Clock clock) {
        this.failures = failures;
        this.custody = custody;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** What fails, what is not stored, and the first events that stand aside. */
    record Figures(Instant at, List<Failing> failing, Waiting unstored, List<Aside> aside) {}

    Uni<Figures> look() {
        Instant now = clock.instant();
        Figures known = last;
        if (known != null && Duration.between(known.at(), now).abs().compareTo(EVERY) < 0) {
            return Uni.createFrom().item(known);
        }
        return Uni.combine()
                .all()
                .unis(failures.since(now.minus(A_DAY)), custody.waiting(now, now), deadLetters.first(SHOWN_ASIDE))
                .usingConcurrencyOf(1)
                .with((failing, unstored, aside) -> new Figures(now, failing, unstored, aside))
                .invoke(figures -> last = figures);
    }
}
