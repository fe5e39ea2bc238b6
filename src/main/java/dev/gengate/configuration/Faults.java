package dev.gengate.configuration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a configuration, each thing once: the property, its environment variable, and what is right. */
final class Faults {
    private final Set<String> faults = new LinkedHashSet<>();

    void add(String property, String what) {
        faults.add(property + " (" + Setting.variableOf(property) + ") " + what);
    }

    /** Of a name that is no property. */
    void addUnknown(GivenName given, String nearest) {
        faults.add(given.text() + " is not known; the nearest is " + nearest);
    }

    List<String> all() {
        return List.copyOf(faults);
    }
}
