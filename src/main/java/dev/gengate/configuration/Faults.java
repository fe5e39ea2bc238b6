package dev.gengate.configuration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects faults of a configuration: the property, its environment variable, and what is right. */
final class Faults {
    private final Set<String> faults = new LinkedHashSet<>();

    void add(String property, String what) {
        faults.add(property + " (" + Setting.variableOf(property) + ") " + what);
    }

    /** Adds a name that is not a property. */
    void addUnknown(GivenName given, String nearest) {
        faults.add(given.text() + " is not known; the nearest is " + nearest);
    }

    List<String> all() {
        return List.copyOf(faults);
    }
}
