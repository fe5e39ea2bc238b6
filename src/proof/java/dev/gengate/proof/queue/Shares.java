package dev.gengate.proof.queue;

import dev.gengate.proof.simulator.client.ProviderRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each caller gets of the limit while all of them wait, beside what its weight is due. */
final class Shares {
    private static final double MOST_DEVIATION = 0.10;

    private final Callers callers;
    private final Table table;

    Shares(Callers callers, Table table) {
        this.callers = callers;
        this.table = table;
    }

    /** @param allWait from when on no caller submits any more, in milliseconds since 1970 */
    void report(List<ProviderRequest> made, long allWait) {
        List<String> order = order(
                made.stream()
                        .filter(request -> callers.of(request.generationId()) != null)
                        .toList(),
                allWait);
        table.figure("tasks made while all callers were waiting", order.size());
        double weights =
                Replicas.WEIGHTS.values().stream().mapToInt(Integer::intValue).sum();
        Replicas.WEIGHTS.forEach((caller, weight) -> {
            double share = order.stream().filter(caller::equals).count() / (double) order.size();
            double due = weight / weights;
            boolean fair = Math.abs(share - due) <= MOST_DEVIATION * due;
            String goal = Table.percent(due) + " within a tenth of it";
            table.goal("share of caller " + caller + ", weight " + weight, Table.percent(share), goal, fair);
        });
    }

    /** The callers in the order of their turns, from when all were waiting until the first had nothing left. */
    private List<String> order(List<ProviderRequest> made, long allWait) {
        Map<String, Integer> left = new LinkedHashMap<>();
        made.forEach(request -> left.merge(callers.of(request.generationId()), 1, Integer::sum));
        List<String> order = new ArrayList<>();
        for (ProviderRequest request : made) {
            String caller = callers.of(request.generationId());
            if (request.at() >= allWait && left.values().stream().allMatch(count -> count > 0)) {
                order.add(caller);
            }
            left.merge(caller, -1, Integer::sum);
        }
        return order;
    }
}
