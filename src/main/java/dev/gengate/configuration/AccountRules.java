package dev.gengate.configuration;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Rules across the provider's accounts: either the only one has a key, or each named one. */
final class AccountRules {
    static final String ACCOUNTS = "gateway.provider.kie.accounts";

    private static final String ONLY_KEY = "gateway.provider.kie.api-key";
    private static final String CALLERS = "gateway.callers";
    /** Rows, metrics and events carry it. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Values values;
    private final Faults faults;

    AccountRules(Values values, Faults faults) {
        this.values = values;
        this.faults = faults;
    }

    void check() {
        Set<String> names = values.keys(ACCOUNTS);
        boolean only = values.gives(ONLY_KEY);
        if (names.isEmpty() && !only) {
            faults.add(ONLY_KEY, "is missing");
        }
        if (!names.isEmpty() && only) {
            String first = of(new TreeSet<>(names).first(), "api-key");
            faults.add(
                    ONLY_KEY,
                    "must not be set beside " + first + " (" + Setting.variableOf(first)
                            + "): the key of a named account stands with its name");
        }
        names.stream()
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> faults.add(
                        of(name, "api-key"),
                        "names an account that is not 1 to 40 lower-case letters, digits, dashes"));
        if (allDrain(names)) {
            faults.add(
                    of(new TreeSet<>(names).first(), "drain"),
                    "is true for every account: what is accepted would wait until it expires");
        }
        values.keys(CALLERS).forEach(caller -> served(names, CALLERS + ".\"" + caller + "\"."));
    }

    private void served(Set<String> names, String caller) {
        Collection<String> theirs = values.texts(caller + "accounts");
        if (!names.containsAll(theirs)) {
            faults.add(caller + "accounts", "names an account that is not in " + ACCOUNTS);
        } else if (values.texts(caller + "roles").contains("submit") && allDrain(theirs) && !allDrain(names)) {
            faults.add(
                    caller + "accounts",
                    "names none that takes anything new, for they drain: what is accepted would wait until it expires");
        }
    }

    private boolean allDrain(Collection<String> accounts) {
        return !accounts.isEmpty()
                && accounts.stream().allMatch(name -> values.get(of(name, "drain"), Boolean.class)
                        .orElse(false));
    }

    static String of(String account, String what) {
        return ACCOUNTS + ".\"" + account + "\"." + what;
    }
}
