package dev.gengate.proof.audit;

import dev.gengate.proof.cluster.UsageRow;
import java.math.BigDecimal;
import java.util.List;

/**
 * What the gateway says that all has cost.
 *
 * @param usage of each caller, account and model
 * @param fall of the balance, as the gateway saw it
 * @param drift what of that no generation accounts for
 */
public record Spending(List<UsageRow> usage, BigDecimal fall, BigDecimal drift) {
    /** The value for a run that does not ask. */
    public static final Spending NONE = new Spending(List.of(), BigDecimal.ZERO, BigDecimal.ZERO);
}
