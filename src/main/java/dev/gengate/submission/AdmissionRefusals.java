package dev.gengate.submission;

import dev.gengate.access.CallersConfig;
import dev.gengate.accounts.CreditsConfig;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.ledger.QueuePlace;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.queue.QueuePlaces;
import dev.gengate.usage.Budgets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells why a submission was refused, and when to retry. */
@ApplicationScoped
class AdmissionRefusals {
    private final QueuePlaces places;
    private final CallersConfig callers;
    private final Budgets budgets;
    private final AdmissionRules rules;
    private final CreditsConfig credits;
    private final Clock clock;

    AdmissionRefusals(
            QueuePlaces places,
            CallersConfig callers,
            Budgets budgets,
            AdmissionRules rules,
            CreditsConfig credits,
            Clock clock) {
        this.places = places;
        this.callers = callers;
        this.budgets = budgets;
        this.rules = rules;
        this.credits = credits;
        this.clock = clock;
    }

    /** The caller's daily limit, or null for none. */
    Integer dailyLimit(String caller) {
        OptionalInt limit = callers.byName().containsKey(caller)
                ? callers.byName().get(caller).dailyLimit()
                : OptionalInt.empty();
        return limit.isPresent() ? limit.getAsInt() : null;
    }

    /**
     * The problem to answer with.
     *
     * @param account the only one that may send it; null for any
     */
    Uni<ProblemException> of(NewGeneration candidate, String account) {
        return budgets.refusal(candidate).flatMap(refusal -> refusal.map(Uni.createFrom()::item)
                .orElseGet(() -> ofTheQueue(candidate, account)));
    }

    /** Whether its caller has a budget in which it fits now: it may have been refused because that was not so before. */
    Uni<Boolean> fitsNow(NewGeneration candidate) {
        return budgets.of(candidate.caller()) == null
                ? Uni.createFrom().item(false)
                : budgets.refusal(candidate).map(Optional::isEmpty);
    }

    private Uni<ProblemException> ofTheQueue(NewGeneration candidate, String account) {
        return places.next(candidate.caller(), candidate.credits(), account).map(place -> problem(candidate, place));
    }

    private ProblemException problem(NewGeneration candidate, QueuePlace place) {
        if (place.withoutCredits() && !rules.queueWithoutCredits()) {
            String detail = "The provider's account has not enough credits for this; nothing was stored.";
            return ProblemException.of(ProblemType.NO_CREDITS, detail);
        }
        Integer limit = dailyLimit(candidate.caller());
        if (limit != null && place.acceptedToday() >= limit) {
            return quotaExceeded(limit, candidate.createdAt());
        }
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
