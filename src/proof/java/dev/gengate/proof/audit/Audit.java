package dev.gengate.proof.audit;

import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.cluster.LedgerRow;
import dev.gengate.proof.cluster.Told;
import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what clients were told, what the provider made and what is on the topic against each other. */
public final class Audit {
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "expired", "cancelled");

    private final Evidence evidence;
    private final Map<String, List<CompletedEvent>> events;
    private final Map<String, List<ProviderTask>> tasks;
    private final Findings findings = new Findings();

    private Audit(Evidence evidence) {
        this.evidence = evidence;
        this.events = by(evidence.events(), CompletedEvent::key);
        this.tasks = by(evidence.tasks(), ProviderTask::generationId);
    }

    /** All that is wrong. */
    public static Findings of(Evidence evidence) {
        Audit audit = new Audit(evidence);
        audit.everyGenerationHasItsEvent();
        audit.everyGenerationHasOneTrueEvent();
        audit.nothingWasPaidTwice();
        audit.clientsWereToldTheTruth();
        audit.theLedgerAgrees();
        audit.noForgeryTookEffect();
        new KeptAudit(evidence, audit.findings).all();
        audit.theUsageIsWhatWasCharged();
        audit.theConsumerAppliedEachOnce();
        Punctuality.of(evidence).late().forEach(late -> audit.findings.add(Kind.LATE, late));
        evidence.logs().leaks().forEach(leak -> audit.findings.add(Kind.LEAKED, leak));
        return audit.findings;
    }

    private void theUsageIsWhatWasCharged() {
        if (evidence.spending() != Spending.NONE) {
            Money.of(evidence).objections().forEach(objection -> findings.add(Kind.MISCOUNTED, objection));
        }
    }

    private void theConsumerAppliedEachOnce() {
        if (evidence.consumed() != Consumed.NOTHING) {
            evidence.consumed()
                    .objections(evidence.rows())
                    .forEach(objection -> findings.add(Kind.MISAPPLIED, objection));
        }
    }

    private static <T> Map<String, List<T>> by(List<T> all, Function<T, String> key) {
        return all.stream().collect(Collectors.groupingBy(key));
    }

    private void everyGenerationHasItsEvent() {
        Set<String> known = new TreeSet<>();
        evidence.told().stream().filter(told -> told.id() != null).forEach(told -> known.add(told.id()));
        evidence.rows().forEach(row -> known.add(row.id()));
        known.addAll(tasks.keySet());
        known.stream().filter(id -> !events.containsKey(id)).forEach(id -> findings.add(Kind.LOST, id));
    }

    private void everyGenerationHasOneTrueEvent() {
        events.forEach((id, all) -> {
            if (all.stream().map(Audit::content).distinct().count() > 1) {
                findings.add(Kind.CONTRADICTORY, id + ": different events");
            }
            List<ProviderTask> made = tasks.getOrDefault(id, List.of());
            all.stream()
                    .flatMap(event -> new Truth(event, made).objection().stream())
                    .distinct()
                    .forEach(objection -> findings.add(Kind.CONTRADICTORY, id + ": " + objection));
        });
    }

    /** Duplicates are equal in every part that a consumer may act on; a later one may say more of what is stored. */
    private static List<String> content(CompletedEvent event) {
        String said = Kept.withoutKeeping(event.json()).toString();
        return List.of(String.valueOf(event.id()), String.valueOf(event.type()), said);
    }

    /** By generation, and over all generations by the key, which clients write into the prompt of models that take one. */
    private void nothingWasPaidTwice() {
        tasks.forEach((id, made) -> paidTwiceIf(made.size() > 1, "generation " + id));
        by(evidence.tasks(), task -> task.input().path("prompt").asText())
                .forEach((prompt, made) -> paidTwiceIf(!prompt.isEmpty() && generations(made) > 1, "prompt " + prompt));
    }

    private static long generations(List<ProviderTask> made) {
        return made.stream().map(ProviderTask::generationId).distinct().count();
    }

    private void paidTwiceIf(boolean twice, String what) {
        if (twice) {
            findings.add(Kind.PAID_TWICE, what);
        }
    }

    private void clientsWereToldTheTruth() {
        Map<String, String> idOfKey = new HashMap<>();
        for (Told told : evidence.told()) {
            String id = told.id();
            if (id != null) {
                String first = idOfKey.putIfAbsent(told.key(), id);
                untrueIf(first != null && !first.equals(id), id, "its key has two generations");
                events.getOrDefault(id, List.of()).forEach(event -> compare(told, event));
            }
        }
    }

    private void compare(Told told, CompletedEvent event) {
        boolean terminal = told.state() != null && TERMINAL.contains(told.state());
        untrueIf(terminal && !told.state().equals(event.outcome()), told.id(), "its client was told " + told.state());
        String taskId = event.json().path("taskId").asText();
        untrueIf(told.taskId() != null && !told.taskId().equals(taskId), told.id(), "its client was told another task");
        untrueIf(!told.accepted() && !"failed".equals(event.outcome()), told.id(), "its client was refused");
    }

    private void theLedgerAgrees() {
        for (LedgerRow row : evidence.rows()) {
            if (!TERMINAL.contains(row.state()) || !row.published()) {
                findings.add(Kind.UNSETTLED, row.id() + ": " + row.state());
            }
            events.getOrDefault(row.id(), List.of())
                    .forEach(event ->
                            untrueIf(!row.state().equals(event.outcome()), row.id(), "the ledger says " + row.state()));
        }
    }

    private void untrueIf(boolean untrue, String id, String what) {
        if (untrue) {
            findings.add(Kind.CONTRADICTORY, id + ": " + what);
        }
    }

    private void noForgeryTookEffect() {
        Map<String, Long> accepted = evidence.forgeries().stream()
                .filter(forgery -> forgery.status() / 100 == 2)
                .collect(Collectors.groupingBy(Forgery::kind, TreeMap::new, Collectors.counting()));
        accepted.forEach((kind, count) -> findings.add(Kind.FORGED, kind + " answered 2xx, " + count + " times"));
        evidence.events().stream()
                .filter(event -> event.value().contains(Forgery.MARK))
                .forEach(event -> findings.add(Kind.FORGED, event.key()));
        evidence.rows().stream()
                .filter(row -> row.images() != null && row.images().contains(Forgery.MARK))
                .forEach(row -> findings.add(Kind.FORGED, row.id()));
    }
}
