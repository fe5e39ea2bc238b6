package dev.gengate.proof.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that goes wrong with one createTask call and its task; empty for one that goes well. */
public record Misbehaviour(List<FaultOrder> orders) {
    public static final Misbehaviour NONE = new Misbehaviour(List.of());
    private static final Pattern MARKER = Pattern.compile("\\[sim:([^\\]]+)]");

    /** Reads every {@code [sim:…]} of a prompt. @throws IllegalArgumentException for a marker that names no fault */
    static Misbehaviour inPrompt(String prompt) {
        if (!prompt.contains("[sim:")) {
            return NONE;
        }
        List<FaultOrder> found = new ArrayList<>();
        Matcher matcher = MARKER.matcher(prompt);
        while (matcher.find()) {
            found.add(FaultOrder.parse(matcher.group(1)));
        }
        return new Misbehaviour(List.copyOf(found));
    }

    Misbehaviour and(List<FaultOrder> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<FaultOrder> all = new ArrayList<>(orders);
        all.addAll(more);
        return new Misbehaviour(List.copyOf(all));
    }

    public Optional<FaultOrder> order(Fault fault) {
        return orders.stream().filter(order -> order.fault() == fault).findFirst();
    }

    public boolean has(Fault fault) {
        return order(fault).isPresent();
    }

    /** The fault's number, the fallback when it has none, zero when the fault is absent. */
    public long number(Fault fault, long fallback) {
        return order(fault).map(order -> order.number(fallback)).orElse(0L);
    }

    public List<String> names() {
        return orders.stream().map(FaultOrder::toString).toList();
    }
}
