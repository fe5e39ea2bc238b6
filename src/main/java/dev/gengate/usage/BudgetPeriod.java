package dev.gengate.usage;

import dev.gengate.generation.Budget;
import dev.gengate.generation.account.BudgetStore.Use;
import dev.gengate.generation.account.BudgetStore.Uses;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a budget is for, UTC. */
enum BudgetPeriod {
    DAY,
    MONTH;

    /** What may be spent in it; null for no bound. */
    BigDecimal limit(Budget budget) {
        return this == DAY ? budget.day() : budget.month();
    }

    Use use(Uses uses) {
        return this == DAY ? uses.day() : uses.month();
    }

    /** When the one that this day is in ends. */
    Instant end(LocalDate day) {
        LocalDate next = this == DAY ? day.plusDays(1) : day.withDayOfMonth(1).plusMonths(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The name used in the configuration and in metric labels: {@code day}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
