package dev.gengate.proof.faults;

import dev.gengate.proof.audit.Evidence;
import dev.gengate.proof.audit.Kept;
import dev.gengate.proof.audit.ProviderFaults;
import dev.gengate.proof.audit.Punctuality;
import dev.gengate.proof.cluster.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much was done of what a run was to do. A run that did less may find nothing wrong and proves nothing.
 *
 * @param forgeries that were to be posted
 * @param unanswered requests that their clients gave up
 * @param planned disruptions by kind
 * @param done those of them that came about and were set right again
 */
record Extent(
        int generations,
        int forgeries,
        int unanswered,
        Map<Disruption.Kind, Integer> planned,
        Map<Disruption.Kind, Integer> done) {
    /** The share of all generations; about a fifth is drawn. */
    private static final double LEAST_MISBEHAVING = 0.15;

    private static final double LEAST_UNDISTURBED = 0.05;
    /** In a smaller run chance may leave a fault out. */
    private static final int FEWEST_FOR_EVERY_FAULT = 1_000;

    int done(Disruption.Kind kind) {
        return done.getOrDefault(kind, 0);
    }

    /** What is missing, one line each; empty for a run that counts. */
    List<String> gaps(Evidence evidence) {
        List<String> gaps = new ArrayList<>();
        planned.forEach((kind, count) -> gapIf(gaps, done(kind) < count, kind + ": " + done(kind) + " of " + count));
        gapIf(gaps, unanswered > 0, unanswered + " requests have no answer");
        long told = evidence.told().stream()
                .filter(answer -> answer.id() != null)
                .map(Told::key)
                .distinct()
                .count();
        gapIf(gaps, told < generations, told + " of " + generations + " keys were told of their generation");
        long misbehaving = evidence.tasks().stream()
                .filter(ProviderFaults::misbehavingCallback)
                .count();
        gapIf(gaps, misbehaving < LEAST_MISBEHAVING * generations, misbehaving + " callbacks misbehaved");
        boolean refused = evidence.forgeries().stream().anyMatch(forgery -> forgery.status() == 404);
        gapIf(gaps, forgeries > 0 && !refused, "no forgery met a gateway");
        if (!evidence.timeline().begun().isEmpty()) {
            addGapsOfOneBadThing(gaps, evidence);
        }
        boolean kept = evidence.kept() != Kept.NOTHING && generations >= FEWEST_FOR_EVERY_FAULT;
        gapIf(gaps, kept && evidence.kept().events().isEmpty(), "no result was stored late");
        gapIf(gaps, evidence.logs().lines() < generations, evidence.logs().lines() + " lines were logged");
        return gaps;
    }

    /** While one thing is bad: enough must be there that it did not concern, and the bad thing itself. */
    private void addGapsOfOneBadThing(List<String> gaps, Evidence evidence) {
        int judged = Punctuality.of(evidence).judged();
        gapIf(gaps, judged < LEAST_UNDISTURBED * generations, judged + " generations that nothing concerned");
        if (generations >= FEWEST_FOR_EVERY_FAULT) {
            ProviderFaults.missing(evidence.tasks()).forEach(fault -> gaps.add("no task showed " + fault));
            boolean poisoned =
                    evidence.events().stream().anyMatch(event -> event.value().length() > PoisonedTopic.MOST_BYTES);
            gapIf(gaps, !poisoned, "no event was too large for the topic");
        }
    }

    private static void gapIf(List<String> gaps, boolean missing, String what) {
        if (missing) {
            gaps.add(what);
        }
    }
}
