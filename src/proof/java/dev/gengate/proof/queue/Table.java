package dev.gengate.proof.queue;

import java.util.ArrayList;
import java.util.List;

/** Figures with their goals, printed as they come; remembers whether one was missed. */
final class Table {
    private final List<String> missed = new ArrayList<>();

    void title(String title) {
        System.out.printf("%n%s%n", title);
    }

    /** A figure that has no goal. */
    void figure(String name, Object value) {
        System.out.printf("  %-58s %s%n", name, value);
    }

    /** A figure that must be at least or at most something. */
    void goal(String name, Object value, String goal, boolean reached) {
        System.out.printf("  %-58s %-22s %s (%s)%n", name, value, reached ? "ok" : "MISSED", goal);
        if (!reached) {
            missed.add(name);
        }
    }

    List<String> missed() {
        return missed;
    }

    static String percent(double share) {
        return String.format("%.1f %%", 100 * share);
    }
}
