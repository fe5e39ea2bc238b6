package dev.gengate.usage;

import dev.gengate.access.CallersConfig;
import dev.gengate.schedule.Beat;
import dev.gengate.schedule.Repeated;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shows how much of each budget is reserved or spent. */
@ApplicationScoped
class BudgetGauges {
    /** Share of a caller's budget that is reserved or spent, by caller and period; 0 without a budget. */
    static final String USED = "gateway.budget.used.ratio";

    private final Budgets budgets;
    private final Set<String> callers;
    private final Map<String, Double> shares = new ConcurrentHashMap<>();

    BudgetGauges(Budgets budgets, CallersConfig callers, MeterRegistry registry) {
        this.budgets = budgets;
        this.callers = callers.byName().keySet();
        for (String caller : this.callers) {
            for (BudgetPeriod period : BudgetPeriod.values()) {
                Gauge.builder(USED, () -> shares.getOrDefault(key(caller, period), 0.0))
                        .tag("caller", caller)
                        .tag("period", period.wireName())
                        .register(registry);
            }
        }
    }

    void start(@Observes StartupEvent event, Beat beat, UsageConfig config) {
        List<String> bounded =
                callers.stream().filter(caller -> budgets.of(caller) != null).toList();
        if (!bounded.isEmpty()) {
            beat.every("look at budgets", config.every(), () -> look(bounded));
        }
    }

    private Uni<Void> look(List<String> bounded) {
        return Repeated.each(bounded, caller -> budgets.states(caller)
                .invoke(states -> show(caller, budgets.unread(caller) ? List.of() : states)));
    }

    private void show(String caller, List<BudgetState> states) {
        for (BudgetPeriod period : BudgetPeriod.values()) {
            states.stream()
                    .filter(state -> state.period() == period)
                    .findFirst()
                    .ifPresentOrElse(
                            state -> shares.put(key(caller, period), share(state)),
                            () -> shares.remove(key(caller, period)));
        }
    }

    /** A budget of nothing is closed on purpose, not nearly used up. */
    private static double share(BudgetState state) {
        BigDecimal used = state.reserved().add(state.spent());
        return state.limit().signum() == 0
                ? 0
                : used.divide(state.limit(), MathContext.DECIMAL32).doubleValue();
    }

    private static String key(String caller, BudgetPeriod period) {
        return period + " " + caller;
    }
}
