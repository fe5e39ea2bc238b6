package dev.gengate.proof.audit;

import dev.gengate.proof.cluster.LedgerRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a consumer of the events has applied.
 *
 * @param applied the generation and the type of the event, with a space between them, for each time
 */
public record Consumed(List<String> applied) {
    /** The value for a run without a consumer, which is not judged. */
    public static final Consumed NOTHING = new Consumed(List.of());

    /** What was applied more often or less than once for each generation of the ledger, with its outcome, and by how much. */
    List<String> objections(Collection<LedgerRow> rows) {
        Map<String, Long> times = applied.stream()
                .collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
        rows.forEach(row -> times.merge(row.id() + " dev.gengate.generation." + row.state() + ".v1", -1L, Long::sum));
        return times.entrySet().stream()
                .filter(what -> what.getValue() != 0)
                .map(what -> "%s: %+d".formatted(what.getKey(), what.getValue()))
                .sorted()
                .toList();
    }
}
