package dev.gengate.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rules across callers, beyond the range of each value. */
final class CallerRules {
    private static final String CALLERS = "gateway.callers";

    private final Values values;
    private final Faults faults;

    CallerRules(Values values, Faults faults) {
        this.values = values;
        this.faults = faults;
    }

    void check(boolean oidc) {
        Set<String> names = values.keys(CALLERS);
        if (names.isEmpty() && !oidc) {
            faults.add(
                    of("name", "key-sha256"),
                    "is missing for every name, and quarkus.oidc.tenant-enabled is false: nobody could authenticate");
        }
        names.forEach(this::credentials);
        subjects(names);
    }

    /** One that is removed keeps where its last events go. */
    private void credentials(String caller) {
        if (Stream.of("key-sha256", "key-sha256-file", "subjects", "topic", "events-input")
                .noneMatch(what -> values.gives(of(caller, what)))) {
            faults.add(
                    of(caller, "key-sha256"),
                    "is missing, and so are key-sha256-file and subjects: this caller could not authenticate");
        }
        String file = of(caller, "key-sha256-file");
        if (!values.get(file, Path.class).map(Files::isReadable).orElse(true)) {
            faults.add(file, "cannot be read");
        }
    }

    /** A subject claimed by two callers would be ambiguous. */
    private void subjects(Set<String> names) {
        Map<String, String> claimed = new HashMap<>();
        for (String name : names) {
            for (String subject : values.texts(of(name, "subjects"))) {
                String other = claimed.put(subject, name);
                if (other != null && !other.equals(name)) {
                    faults.add(of(name, "subjects"), "and " + of(other, "subjects") + " have one in common");
                }
            }
        }
    }

    private static String of(String caller, String what) {
        return CALLERS + ".\"" + caller + "\"." + what;
    }
}
