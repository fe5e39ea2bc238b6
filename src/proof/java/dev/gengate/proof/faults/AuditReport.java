package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.Kept;
import dev.gengate.proof.audit.Money;
import dev.gengate.proof.audit.ProviderFaults;
import dev.gengate.proof.audit.Punctuality;
import dev.gengate.proof.audit.Spending;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.Log;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.faults.Disruption.Kind;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The table of a run. */
final class AuditReport {
    private static final int SHOWN = 10;

    private final Evidence evidence;
    private final Findings findings;
    private final Map<String, Object> lines = new LinkedHashMap<>();

    AuditReport(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    AuditReport of(FaultOptions options, Extent extent, long late) {
        lines.put("seed", options.seed());
        lines.put("time (s)", Math.round(Log.seconds()));
        lines.put("generations", options.generations());
        lines.put("accepted", distinct(Told::accepted));
        lines.put("refused", distinct(told -> !told.accepted()));
        lines.put("given up by their clients", extent.unanswered());
        outcomes();
        lines.put("kill -9 of a replica", extent.done(Kind.KILL));
        lines.put("broker frozen", extent.done(Kind.FREEZE));
        lines.put("broker restarted", extent.done(Kind.BROKER_RESTART));
        lines.put("database restarted", extent.done(Kind.DATABASE_STOP));
        lines.put("database crashed", extent.done(Kind.DATABASE_CRASH));
        lines.put("database sessions killed", extent.done(Kind.SESSIONS_KILLED));
        lines.put("database read-only", extent.done(Kind.READ_ONLY));
        lines.put("database full", extent.done(Kind.DATABASE_FULL));
        results(extent);
        lines.put("200 bodies sent halfway", extent.done(Kind.HALF_BODIES));
        lines.put("tasks at the provider", evidence.tasks().size());
        lines.put("callbacks misbehaving", misbehaving());
        lines.put("forged callbacks", forged());
        money();
        lines.put("late outcomes kept apart", late);
        lines.put("duplicates on the topic", evidence.events().size() - rowsWithEvent());
        lines.put("events too large at first", poisoned());
        lines.put("applied by a killed consumer", evidence.consumed().applied().size());
        punctuality();
        lines.put("lines of logs, scanned", evidence.logs().lines());
        for (Findings.Kind kind : Findings.Kind.values()) {
            lines.put(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), findings.count(kind));
        }
        return this;
    }

    private void results(Extent extent) {
        Kept kept = evidence.kept();
        if (kept == Kept.NOTHING) {
            return;
        }
        lines.put(
                "store away, slow, 503, damages",
                "%d, %d, %d, %d"
                        .formatted(
                                extent.done(Kind.STORE_AWAY),
                                extent.done(Kind.STORE_SLOW),
                                extent.done(Kind.STORE_FAILS),
                                extent.done(Kind.STORE_DAMAGES)));
        lines.put("killed between put and commit", extent.done(Kind.KILL_AFTER_PUT));
        lines.put("objects in the store", kept.objects().size());
        lines.put(
                "generations stored late",
                kept.events().stream().map(CompletedEvent::key).distinct().count());
    }

    private void money() {
        if (evidence.spending() != Spending.NONE) {
            lines.putAll(Money.of(evidence).lines());
        }
    }

    /** Some meet a replica that is down. */
    private String forged() {
        long refused = evidence.forgeries().stream()
                .filter(forgery -> forgery.status() == 404)
                .count();
        return "%d (%d of them answered 404)".formatted(evidence.forgeries().size(), refused);
    }

    private long distinct(Predicate<Told> which) {
        return evidence.told().stream().filter(which).map(Told::key).distinct().count();
    }

    private void outcomes() {
        Map<String, Long> states = evidence.rows().stream()
                .collect(Collectors.groupingBy(LedgerRow::state, TreeMap::new, Collectors.counting()));
        lines.put("states in the ledger", states);
        lines.put("unconfirmed for good", unconfirmed());
    }

    private long unconfirmed() {
        return evidence.events().stream()
                .filter(event -> event.value().contains("\"submission_unconfirmed\""))
                .map(event -> event.key())
                .distinct()
                .count();
    }

    private String misbehaving() {
        long count = evidence.tasks().stream()
                .filter(ProviderFaults::misbehavingCallback)
                .count();
        return "%d (%.0f %%)"
                .formatted(count, 100.0 * count / Math.max(1, evidence.tasks().size()));
    }

    private long poisoned() {
        return evidence.tasks().stream().filter(ProviderFaults::poisons).count();
    }

    private void punctuality() {
        Punctuality punctuality = Punctuality.of(evidence);
        lines.put(
                "nothing concerned",
                "%d, the slowest %.1f s after its end"
                        .formatted(punctuality.judged(), punctuality.slowest().toMillis() / 1e3));
        lines.put(
                "the slowest of all",
                "%.1f s after the last fault that concerned it"
                        .formatted(punctuality.slowestAfterFault().toMillis() / 1e3));
    }

    private long rowsWithEvent() {
        return evidence.events().stream().map(event -> event.id()).distinct().count();
    }

    /** The table, then the faults by kind, then what was found wrong. */
    String text() {
        StringBuilder text = new StringBuilder("\n");
        lines.forEach((name, value) -> text.append("%-28s %s%n".formatted(name, value)));
        text.append("%-28s %s%n".formatted("provider's faults", faults()));
        for (Findings.Kind kind : Findings.Kind.values()) {
            List<String> found = findings.of(kind);
            found.stream().limit(SHOWN).forEach(what -> text.append("%s: %s%n".formatted(kind, what)));
        }
        return text.toString();
    }

    private Map<String, Long> faults() {
        return evidence.tasks().stream()
                .map(ProviderTask::faults)
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }
}
