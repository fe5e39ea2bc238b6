package dev.gengate.proof.faults;

import dev.gengate.proof.cluster.ModelMix;
import dev.gengate.proof.cluster.ResultStore;
import dev.gengate.proof.servers.Arguments;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a run does; numbers of faults that are not given grow with the number of generations.
 *
 * @param rate generations that begin in a second
 * @param seed of every choice: faults, their times, forgeries, what clients do
 * @param sabotage the protection that is switched off; empty for the gateway as it is
 * @param bound the run ends after that, whatever state it is in
 * @param models that are submitted to in turn
 * @param accounts at the provider, with names; 0 for the only one
 * @param custody where results are kept
 * @param skew by which the clock of the second replica's machine is ahead
 */
public record FaultOptions(
        String scenario,
        int generations,
        int rate,
        long seed,
        int kills,
        int freezes,
        int brokerRestarts,
        int databaseRestarts,
        int sessionKills,
        int readOnly,
        int databaseFull,
        int halfBodies,
        int storeFaults,
        int killsAfterPut,
        int forgeries,
        Optional<Sabotage> sabotage,
        Duration bound,
        Duration skew,
        ResultStore.Kind custody,
        List<String> models,
        int accounts) {
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("scenario", "faults | frozen-broker | frozen-broker-and-kill | backlog (default: faults)"),
            Map.entry("models", "names, comma between, or all-kinds: ten of all kinds (default: all-kinds)"),
            Map.entry("accounts", "at the provider, with names (default: 0, for the only one without)"),
            Map.entry("generations", "submissions in all (default: 1200; backlog: 200000 rows)"),
            Map.entry("rate", "submissions in a second (default: 16)"),
            Map.entry("seed", "of every choice (default: drawn and printed)"),
            Map.entry("kills", "kill -9 of a replica (default: one for 400 generations, at least 6)"),
            Map.entry("freezes", "SIGSTOP of the broker for 2 to 14 s (default: one for 2000, at least 2)"),
            Map.entry("broker-restarts", "of the broker (default: one for 4000, at least 1)"),
            Map.entry("db-restarts", "of the database, half of them crashes (default: one for 4000, at least 2)"),
            Map.entry("session-kills", "of all sessions at the database (default: one for 4000, at least 1)"),
            Map.entry("read-only", "database that takes no writes for 3 to 10 s (default: one for 4000, at least 1)"),
            Map.entry("db-full", "database without room for 3 to 10 s (default: one for 4000, at least 1)"),
            Map.entry("half-bodies", "200 bodies sent halfway, held 20 s (default: one for 4000, at least 1)"),
            Map.entry("custody", "none | directory | s3: where results are kept (default: s3)"),
            Map.entry("store-faults", "of each kind of the bucket's server (default: one for 4000, at least 1)"),
            Map.entry(
                    "kills-after-put", "kill -9 between an object and its commit (default: one for 1000, at least 2)"),
            Map.entry("forgeries", "forged callbacks (default: one for 10)"),
            Map.entry("sabotage", "none | guard | sweep | lease | hash | store (default: none)"),
            Map.entry(
                    "skew", "by which the clock of the second replica is ahead, by libfaketime: PT20M (default: PT0S)"),
            Map.entry("bound", "seconds until the run stops by itself (default: 10 min and twice the load's time)"));

    /** @throws IllegalArgumentException for an option that is not known, or a value that is none */
    public static FaultOptions of(String[] given) {
        Arguments arguments = Arguments.of(given);
        arguments.values().keySet().stream()
                .filter(name -> !KNOWN.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("no such option: --" + name);
                });
        return of(arguments);
    }

    private static FaultOptions of(Arguments arguments) {
        String scenario = arguments.text("scenario", "faults");
        int generations = arguments.number("generations", scenario.equals("backlog") ? 200_000 : 1_200);
        int rate = arguments.number("rate", 16);
        ResultStore.Kind custody =
                ResultStore.Kind.valueOf(arguments.text("custody", "s3").toUpperCase(Locale.ROOT));
        boolean bucket = custody == ResultStore.Kind.S3;
        return new FaultOptions(
                scenario,
                generations,
                rate,
                Long.parseLong(arguments.text("seed", Integer.toString(new SecureRandom().nextInt(1_000_000)))),
                arguments.number("kills", Math.max(6, generations / 400)),
                arguments.number("freezes", Math.max(2, generations / 2_000)),
                arguments.number("broker-restarts", Math.max(1, generations / 4_000)),
                arguments.number("db-restarts", Math.max(2, generations / 4_000)),
                arguments.number("session-kills", Math.max(1, generations / 4_000)),
                arguments.number("read-only", Math.max(1, generations / 4_000)),
                arguments.number("db-full", Math.max(1, generations / 4_000)),
                arguments.number("half-bodies", Math.max(1, generations / 4_000)),
                bucket ? arguments.number("store-faults", Math.max(1, generations / 4_000)) : 0,
                bucket ? arguments.number("kills-after-put", Math.max(2, generations / 1_000)) : 0,
                arguments.number("forgeries", generations / 10),
                sabotage(arguments.text("sabotage", "none")),
                Duration.ofSeconds(arguments.number("bound", 600 + 2 * generations / rate)),
                skew(arguments.text("skew", "PT0S")),
                custody,
                models(arguments.text("models", "all-kinds")),
                arguments.number("accounts", 0));
    }

    private static Optional<Sabotage> sabotage(String name) {
        return name.equals("none") ? Optional.empty() : Optional.of(Sabotage.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static List<String> models(String names) {
        return names.equals("all-kinds") ? ModelMix.ALL_KINDS : List.of(names.split(","));
    }

    private static Duration skew(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no duration such as PT20M: " + text, e);
        }
    }

    /** How long submissions begin. */
    Duration load() {
        return Duration.ofMillis(1_000L * generations / rate);
    }

    public static String usage() {
        StringBuilder usage = new StringBuilder("usage: deploy/proof faults [--option value] …\n");
        new TreeSet<>(KNOWN.keySet()).forEach(name -> usage.append("  --%-16s %s%n".formatted(name, KNOWN.get(name))));
        return usage.toString();
    }
}
