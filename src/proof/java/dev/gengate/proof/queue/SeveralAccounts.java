package dev.gengate.proof.queue;

import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.client.AccountBooks;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 8,000 submissions over four accounts with a strict limit each. All of them wait before the first is sent: an operator
 * holds the queue meanwhile. In the middle one account's key is revoked and another's credits run out. The others do their
 * work.
 */
final class SeveralAccounts {
    static final int LIMIT = 100;
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final List<String> NAMES = List.of("east", "north", "south", "west");
    private static final int SUBMISSIONS = 8_000;
    private static final int WARM_UP_EACH = 60;
    private static final int AT_ONCE = 48;
    private static final double CREDITS = 1_000_000;
    private static final double TWO_TASKS = 9;
    private static final double LEAST_USE = 0.95;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Replicas replicas;
    private final KieSimulatorClient simulator;
    private final Ledger ledger;
    private final Table table;

    SeveralAccounts(Replicas replicas, KieSimulatorClient simulator, LocalPostgres postgres, Table table) {
        this.replicas = replicas;
        this.simulator = simulator;
        this.ledger = Ledger.of(postgres, Replicas.DATABASE).asSuperuser();
        this.table = table;
    }

    /** What replicas are told of the accounts, in place of the one. */
    static Map<String, Object> environment() {
        Map<String, Object> environment = new LinkedHashMap<>();
        NAMES.forEach(name -> environment.put(
                "GATEWAY_PROVIDER_KIE_ACCOUNTS__" + name.toUpperCase(Locale.ROOT) + "__API_KEY", key(name)));
        return environment;
    }

    private static String key(String account) {
        return "queue-run-key-of-account-" + account;
    }

    void run() {
        List<String> names = List.copyOf(Replicas.WEIGHTS.keySet());
        warmUp(names);
        Callers callers = new Callers(replicas, AT_ONCE);
        replicas.brake(true);
        callers.submit(names, SUBMISSIONS / names.size());
        int early = simulator.counts().tasks();
        long allWait = Clock.systemUTC().millis();
        replicas.brake(false);
        awaitTasks(SUBMISSIONS / 3);
        Map<String, Long> ends = new HashMap<>();
        ends.put("east", Clock.systemUTC().millis());
        simulator.changesTheKey("east", "another-key");
        awaitTasks(SUBMISSIONS / 2);
        ends.put("north", Clock.systemUTC().millis());
        simulator.hasCredits("north", TWO_TASKS);
        Waiting.until("all have ended", PATIENCE, () -> ended("is not null") >= callers.accepted() + warmUps(names));

        table.title("Accounts: " + callers.accepted() + " submissions, " + names.size() + " callers, "
                + Replicas.REPLICAS
                + " replicas, " + NAMES.size() + " accounts with " + LIMIT + " new tasks in " + PERIOD.toSeconds()
                + " s each; one revoked after a third, one emptied after a half");
        table.goal("tasks made while an operator held the queue", early, "0", early == 0);
        report(callers, allWait, ends, warmUps(names));
    }

    private static int warmUps(List<String> names) {
        return names.size() * WARM_UP_EACH;
    }

    /** The first calls of a process are slow, and the limits are about the others. */
    private void warmUp(List<String> names) {
        accounts();
        new Callers(replicas, names.size()).submit(names, WARM_UP_EACH);
        Waiting.until("the warm-up has ended", PATIENCE, () -> ended("is not null") >= warmUps(names));
        Waiting.aWhile(PERIOD.multipliedBy(11).dividedBy(10));
        simulator.reset();
        accounts();
    }

    private void accounts() {
        NAMES.forEach(name -> simulator.hasAccount(name, key(name), LIMIT, PERIOD, CREDITS));
    }

    private void awaitTasks(int tasks) {
        Waiting.until(
                tasks + " tasks are made", PATIENCE, () -> simulator.counts().tasks() >= tasks);
    }

    private long ended(String how) {
        return ledger.number("select count(*) from generation where completed_at " + how);
    }

    private void report(Callers callers, long allWait, Map<String, Long> ends, int before) {
        List<ProviderRequest> made = simulator.requests().stream()
                .filter(request -> request.taskId() != null)
                .toList();
        Map<String, AccountBooks> books = simulator.counts().accounts();
        NAMES.forEach(name -> {
            double use = use(made.stream()
                    .filter(request -> name.equals(request.account()))
                    .filter(request -> request.at() <= ends.getOrDefault(name, Long.MAX_VALUE))
                    .toList());
            table.goal("use of the limit of " + name, Table.percent(use), ">= 95 %", use >= LEAST_USE);
            AccountBooks own = books.get(name);
            table.goal(
                    "calls of " + name + " that were refused as over its limit",
                    own.tooOften(),
                    "0",
                    own.tooOften() == 0);
        });
        new Shares(callers, table).report(made, allWait);
        long succeeded = ledger.number("select count(*) from generation where state = 'succeeded'") - before;
        table.goal("succeeded", succeeded, "all " + callers.accepted(), succeeded == callers.accepted());
        long failed = ledger.number("select count(*) from generation where state not in ('succeeded')");
        table.goal("failed", failed, "0", failed == 0);
        int twice = simulator.paidTwice().size();
        table.goal("paid twice", twice, "0", twice == 0);
    }

    /** From an account's first task to its last: of one that was revoked or emptied, to the last before that. */
    private static double use(List<ProviderRequest> made) {
        double millis = made.get(made.size() - 1).at() - made.get(0).at();
        return made.size() / (LIMIT * (1 + millis / PERIOD.toMillis()));
    }
}
