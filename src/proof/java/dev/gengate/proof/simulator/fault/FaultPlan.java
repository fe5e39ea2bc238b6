package dev.gengate.proof.simulator.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Decides what goes wrong with the next createTask call: by the prompt's markers, by what was ordered for the next
 * call, and by chance. Chance is one {@link Random} with a known seed.
 */
public final class FaultPlan {
    private final Deque<List<FaultOrder>> next = new ArrayDeque<>();
    private final Map<FaultOrder, Double> rates = new LinkedHashMap<>();
    private Random random = new Random(0);

    /** Replaces the rates (0 to 1 for each fault, by its marker text) and starts chance again from the seed. */
    public void byChance(long seed, Map<String, Double> newRates) {
        Map<FaultOrder, Double> parsed = new LinkedHashMap<>();
        newRates.forEach((text, rate) -> parsed.put(FaultOrder.parse(text), rate));
        rates.clear();
        rates.putAll(parsed);
        random = new Random(seed);
    }

    /** The next createTask call, and no other, shows these faults. Calls add up in a queue. */
    public void orderForNext(List<String> faults) {
        next.add(faults.stream().map(FaultOrder::parse).toList());
    }

    public void clear() {
        next.clear();
        rates.clear();
    }

    public boolean idle() {
        return next.isEmpty() && rates.isEmpty();
    }

    public Misbehaviour forCall(String prompt) {
        Misbehaviour wanted = Misbehaviour.inPrompt(prompt);
        if (!next.isEmpty()) {
            wanted = wanted.and(next.poll());
        }
        return rates.isEmpty() ? wanted : wanted.and(drawn());
    }

    private List<FaultOrder> drawn() {
        List<FaultOrder> drawn = new ArrayList<>();
        for (Fault.Stage stage : Fault.Stage.values()) {
            draw(stage, drawn);
        }
        return drawn;
    }

    private void draw(Fault.Stage stage, List<FaultOrder> drawn) {
        double chance = random.nextDouble();
        for (Map.Entry<FaultOrder, Double> rate : rates.entrySet()) {
            if (rate.getKey().fault().stage() != stage) {
                continue;
            }
            chance -= rate.getValue();
            if (chance < 0) {
                addUnlessUndecidable(rate.getKey(), drawn);
                return;
            }
        }
    }

    /** A report about another task cannot be told from the right one by a client that never learned its task's id. */
    private static void addUnlessUndecidable(FaultOrder order, List<FaultOrder> drawn) {
        boolean idUnknown = drawn.stream()
                .map(FaultOrder::fault)
                .anyMatch(fault -> fault == Fault.LOSE_ANSWER || fault == Fault.TIMEOUT || fault == Fault.SLOW);
        if (order.fault() != Fault.WRONG_TASK || !idUnknown) {
            drawn.add(order);
        }
    }
}
