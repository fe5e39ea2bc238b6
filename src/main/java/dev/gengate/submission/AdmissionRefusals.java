package dev.gengate.submission;

import dev.gengate.accounts.CreditsConfig;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.usage.Budgets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Tells why a submission was refused, and when to retry. */
@ApplicationScoped
class AdmissionRefusals {
    private final QueueStore queue;
    private final Budgets budgets;
    private final AdmissionRules rules;
    private final CreditsConfig credits;
    private final Clock clock;

    AdmissionRefusals(QueueStore queue, Budgets budgets, AdmissionRules rules, CreditsConfig credits, Clock clock) {
        this.queue = queue;
        this.budgets = budgets;
        this.rules = rules;
        this.credits = credits;
        this.clock = clock;
    }

    /**
     * Why a submission is refused.
     *
     * @param stands whether that is so now: it may have been another reason, of which nothing is left
     */
    record Refusal(ProblemException problem, boolean stands) {}

    /**
     * The problem to answer with.
     *
     * @param account the only one that may send it; null for any
     */
    Uni<Refusal> of(NewGeneration candidate, String account) {
        return budgets.refusal(candidate)
                .flatMap(refusal -> refusal.map(problem -> Uni.createFrom().item(new Refusal(problem, true)))
                        .orElseGet(() -> ofTheQueue(candidate, account)));
    }

    private Uni<Refusal> ofTheQueue(NewGeneration candidate, String account) {
        return queue.nextRoom(candidate.caller(), candidate.credits(), account).map(place -> refusal(candidate, place));
    }

    private Refusal refusal(NewGeneration candidate, QueuePlace place) {
        if (place.withoutCredits() && !rules.queueWithoutCredits()) {
            String detail = "The provider's account has not enough credits for this; nothing was stored.";
            return new Refusal(ProblemException.of(ProblemType.NO_CREDITS, detail), true);
        }
        Integer limit = budgets.dailyLimit(candidate.caller());
        if (limit != null && place.acceptedToday() >= limit) {
            return new Refusal(quotaExceeded(limit, candidate.createdAt()), true);
        }
        boolean full = place.waiting() >= rules.maxQueued() || place.ownWaiting() >= rules.maxQueuedPerCaller();
        return new Refusal(queueFull(place), full);
    }

    private ProblemException queueFull(QueuePlace place) {
        Instant start = place.startsAt() == null ? clock.instant().plus(credits.every()) : place.startsAt();
        String detail = "The queue is full; nothing was stored.";
        return ProblemException.retryable(ProblemType.QUEUE_FULL, detail, Duration.between(clock.instant(), start));
    }

    private ProblemException quotaExceeded(int limit, Instant now) {
        Instant reset = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        String detail = "The daily limit of " + limit + " submissions is used up; it resets at " + reset
                + ". Nothing was stored.";
        return ProblemException.retryable(ProblemType.QUOTA_EXCEEDED, detail, Duration.between(clock.instant(), reset));
    }
}
