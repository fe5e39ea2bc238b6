package dev.gengate.proof.audit;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One bad thing stops only itself: what no fault concerned is settled within its usual time, whatever is wrong with
 * others, and nothing is settled later than a minute after the last fault that concerned it.
 */
public final class Punctuality {
    static final Duration MOST = Duration.ofSeconds(60);
    /** Once what concerned everybody was set right, until all is as usual. */
    static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Timeline timeline;
    private final List<Window> forAll;
    private final List<String> late = new ArrayList<>();
    private int judged;
    private long slowest;
    private long slowestAfterFault;

    private Punctuality(Timeline timeline) {
        this.timeline = timeline;
        this.forAll = timeline.disruptions().stream()
                .filter(Window::concernsAll)
                .sorted(Comparator.comparing(Window::begin))
                .toList();
    }

    /** Looks at every generation of the ledger that a client began and that has an event. */
    public static Punctuality of(Evidence evidence) {
        Punctuality punctuality = new Punctuality(evidence.timeline());
        lives(evidence).forEach(punctuality::judge);
        return punctuality;
    }

    private static List<Life> lives(Evidence evidence) {
        Map<String, Long> settled = evidence.events().stream()
                .collect(Collectors.toMap(CompletedEvent::key, CompletedEvent::at, Math::min));
        Map<String, List<ProviderTask>> tasks =
                evidence.tasks().stream().collect(Collectors.groupingBy(ProviderTask::generationId));
        Map<String, Long> begun = evidence.timeline().begun();
        return evidence.rows().stream()
                .filter(row -> row.key() != null && begun.containsKey(row.key()) && settled.containsKey(row.id()))
                .map(row -> new Life(
                        row.id(), begun.get(row.key()), tasks.getOrDefault(row.id(), List.of()), settled.get(row.id())))
                .toList();
    }

    private void judge(Life life) {
        undisturbed(life).ifPresent(usual -> {
            long took = life.settled() - life.ended();
            judged++;
            slowest = Math.max(slowest, took);
            lateIf(took > usual.toMillis(), life, took, "its end, nothing concerned it");
        });
        long took = life.settled() - concernedUntil(life);
        slowestAfterFault = Math.max(slowestAfterFault, took);
        lateIf(took > MOST.toMillis(), life, took, "the last fault that concerned it");
    }

    /** Its usual time; empty when a fault of its own or of everybody's may have kept it waiting in that time. */
    private Optional<Duration> undisturbed(Life life) {
        return life.usual().filter(usual -> {
            long until = life.ended() + usual.toMillis();
            return forAll.stream()
                    .noneMatch(window -> window.begin() <= until && window.end() + RECOVERY.toMillis() >= life.begun());
        });
    }

    /** A disruption concerns what it meets open; what is open for longer than it may be meets no more. */
    private long concernedUntil(Life life) {
        long until = life.ownFaultsUntil(timeline.topicLimited());
        for (Window window : forAll) {
            if (window.end() >= life.begun() && window.begin() <= Math.min(life.settled(), until + MOST.toMillis())) {
                until = Math.max(until, window.end());
            }
        }
        return until;
    }

    private void lateIf(boolean tooLate, Life life, long took, String after) {
        if (tooLate) {
            late.add("%s: %.1f s after %s".formatted(life.id(), took / 1e3, after));
        }
    }

    /** What came too late, one line each. */
    List<String> late() {
        return List.copyOf(late);
    }

    /** Generations that nothing concerned. */
    public int judged() {
        return judged;
    }

    /** The longest time from an end to its event, where no fault concerned it. */
    public Duration slowest() {
        return Duration.ofMillis(slowest);
    }

    /** The longest time from the last fault that concerned a generation to its event. */
    public Duration slowestAfterFault() {
        return Duration.ofMillis(slowestAfterFault);
    }
}
