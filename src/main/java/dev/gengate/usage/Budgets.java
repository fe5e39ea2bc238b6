package dev.gengate.usage;

import dev.gengate.access.CallersConfig;
import dev.gengate.access.CallersConfig.BudgetConfig;
import dev.gengate.access.CallersConfig.CallerConfig;
import dev.gengate.generation.Budget;
import dev.gengate.generation.NewGeneration;
import dev.gengate.generation.account.BudgetStore;
import dev.gengate.generation.account.BudgetStore.Use;
import dev.gengate.generation.account.BudgetStore.Uses;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What callers may do in a day or a month: their budgets and daily limits. A caller without a budget costs nothing here: no statement, no row. */
@ApplicationScoped
public class Budgets {
    /** Of what a bad file refuses: it is read again every few seconds. */
    private static final Duration SOON = Duration.ofMinutes(1);

    private final CallersConfig callers;
    private final BudgetFiles files;
    private final BudgetStore store;
    private final Clock clock;
    private final Map<String, LocalDate> opened = new ConcurrentHashMap<>();

    Budgets(CallersConfig callers, BudgetFiles files, BudgetStore store, Clock clock) {
        this.callers = callers;
        this.files = files;
        this.store = store;
        this.clock = clock;
    }

    /** The caller's budget, or null. */
    public Budget of(String caller) {
        CallerConfig configured = callers.byName().get(caller);
        if (configured == null) {
            return null;
        }
        Budget filed = files.of(caller);
        return filed != null ? filed : budget(configured.budget());
    }

    /** Whether there is a caller of that name. */
    boolean knows(String caller) {
        return callers.byName().containsKey(caller);
    }

    /** The submissions that the caller may make on one day (UTC), or null for any number. */
    public Integer dailyLimit(String caller) {
        CallerConfig configured = callers.byName().get(caller);
        return configured != null && configured.dailyLimit().isPresent()
                ? Integer.valueOf(configured.dailyLimit().getAsInt())
                : null;
    }

    private static Budget budget(BudgetConfig config) {
        return config.day().isPresent() || config.month().isPresent()
                ? new Budget(config.day().orElse(null), config.month().orElse(null))
                : null;
    }

    /** Before a caller with a budget submits at that time: its rows of the day and the month exist. */
    public Uni<Void> open(String caller, Instant time) {
        LocalDate day = day(time);
        return day.equals(opened.get(caller))
                ? Uni.createFrom().voidItem()
                : store.open(caller, day).invoke(() -> opened.put(caller, day));
    }

    /**
     * Why the generation is not accepted, if its caller's budget is the reason. One that it never fits is the reason before
     * one that is used up: to wait for that would be in vain.
     */
    public Uni<Optional<ProblemException>> refusal(NewGeneration candidate) {
        // asked before the budget is: one that is mended meanwhile refuses nothing for good
        boolean unread = unread(candidate.caller());
        return states(candidate.caller(), candidate.createdAt()).map(states -> states.stream()
                .filter(state -> over(state, candidate.credits()))
                .max(Comparator.comparing((BudgetState state) -> neverFits(state, candidate.credits()))
                        .thenComparing(BudgetState::renewedAt))
                .map(state -> unread ? unread() : exceeded(state, candidate.credits())));
    }

    /** Whether the caller's budgets have that much left; null for a caller without, and where it is not known. */
    public Uni<Boolean> within(String caller, BigDecimal credits) {
        return credits == null
                ? Uni.createFrom().nullItem()
                : states(caller)
                        .map(states -> states.isEmpty()
                                ? null
                                : Boolean.valueOf(states.stream().noneMatch(state -> over(state, credits))));
    }

    /** Whether nothing is known of the caller's budget, which is nothing until then. */
    boolean unread(String caller) {
        return files.unread(caller);
    }

    /** An unknown price passed because the caller had no budget then. */
    private static boolean over(BudgetState state, BigDecimal credits) {
        return credits != null && state.left().compareTo(credits) < 0;
    }

    private static boolean neverFits(BudgetState state, BigDecimal credits) {
        return credits.compareTo(state.limit()) > 0;
    }

    /** Should the caller's rows be gone, as after a restore, they are made again. */
    public void forget(String caller) {
        opened.remove(caller);
    }

    /** What the caller's budgets are now; none for a caller without. */
    Uni<List<BudgetState>> states(String caller) {
        return states(caller, clock.instant());
    }

    private Uni<List<BudgetState>> states(String caller, Instant time) {
        Budget budget = of(caller);
        LocalDate day = day(time);
        return budget == null
                ? Uni.createFrom().item(List.of())
                : store.look(caller, day).map(uses -> states(budget, uses, day));
    }

    private static List<BudgetState> states(Budget budget, Uses uses, LocalDate day) {
        return Stream.of(BudgetPeriod.values())
                .filter(period -> period.limit(budget) != null)
                .map(period -> state(period, period.limit(budget), period.use(uses), day))
                .toList();
    }

    private static BudgetState state(BudgetPeriod period, BigDecimal limit, Use use, LocalDate day) {
        return new BudgetState(period, limit, use.reserved(), use.spent(), period.end(day));
    }

    /** Retryable, unlike a budget that is too small. */
    private static ProblemException unread() {
        return ProblemException.retryable(
                ProblemType.BUDGET_EXCEEDED,
                "The file of the budget cannot be read; until it can, nothing is accepted that costs credits."
                        + " Nothing was stored.",
                SOON);
    }

    private ProblemException exceeded(BudgetState state, BigDecimal credits) {
        String budget = "The budget of " + state.limit().toPlainString() + " credits for the "
                + state.period().wireName();
        String price = "this may cost " + credits.toPlainString();
        if (neverFits(state, credits)) {
            return ProblemException.of(
                    ProblemType.BUDGET_EXCEEDED, budget + " never suffices: " + price + ". Nothing was stored.");
        }
        String detail = budget + " has " + state.left().toPlainString() + " left, and " + price + "; it is renewed at "
                + state.renewedAt() + ". Nothing was stored.";
        Duration untilThen = Duration.between(clock.instant(), state.renewedAt());
        return ProblemException.retryable(ProblemType.BUDGET_EXCEEDED, detail, untilThen);
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
