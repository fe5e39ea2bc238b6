package dev.gengate.proof.queue;

import dev.gengate.proof.gateway.CompletedEvent;
import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** 2,000 submissions in a burst from five callers to three replicas; the simulator keeps the limit strictly. */
final class Burst {
    static final int LIMIT = 200;
    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final int EACH = 400;
    private static final int WARM_UP_EACH = 120;
    private static final int FEW_AT_ONCE = 12;
    private static final int AT_ONCE = 48;
    private static final double LEAST_USE = 0.95;
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Replicas replicas;
    private final KieSimulatorClient simulator;
    private final CompletedEvents events;
    private final Table table;

    Burst(Replicas replicas, KieSimulatorClient simulator, CompletedEvents events, Table table) {
        this.replicas = replicas;
        this.simulator = simulator;
        this.events = events;
        this.table = table;
    }

    void run() {
        List<String> names = List.copyOf(Replicas.WEIGHTS.keySet());
        warmUp(names);
        Callers callers = new Callers(replicas, AT_ONCE);
        long begin = Clock.systemUTC().millis();
        callers.submit(names, EACH);
        long allWait = Clock.systemUTC().millis();
        // a submission of the warm-up that had to wait longer may be among them
        Waiting.until(
                "all were sent",
                PATIENCE,
                () -> simulator.counts().tasks() >= callers.accepted() && sentOf(callers) == callers.accepted());
        long events = eventsOf(callers);

        table.title("Burst: " + callers.accepted() + " submissions, " + names.size() + " callers, " + Replicas.REPLICAS
                + " replicas, " + LIMIT + " new tasks in " + PERIOD.toSeconds() + " s, sliding window");
        table.figure("all accepted after", (allWait - begin) + " ms");
        report(callers, allWait);
        table.goal("events out", events, "all " + callers.accepted(), events == callers.accepted());
    }

    /** The first calls of a process are slow, and the limit is about the others. */
    private void warmUp(List<String> names) {
        Callers warmUp = new Callers(replicas, FEW_AT_ONCE);
        warmUp.submit(names, WARM_UP_EACH);
        int most = warmUp.accepted() * 9 / 10;
        Waiting.until(
                "the warm-up has ended", PATIENCE, () -> idsOfEvents(warmUp).size() >= most);
        Waiting.aWhile(PERIOD.multipliedBy(11).dividedBy(10));
        simulator.reset();
    }

    private long sentOf(Callers callers) {
        return simulator.requests().stream()
                .filter(request -> request.taskId() != null && callers.of(request.generationId()) != null)
                .count();
    }

    private long eventsOf(Callers callers) {
        Waiting.until(
                "all events are out",
                Duration.ofSeconds(60),
                () -> idsOfEvents(callers).size() >= callers.accepted());
        return idsOfEvents(callers).size();
    }

    private Set<String> idsOfEvents(Callers callers) {
        return events.all().stream()
                .map(CompletedEvent::key)
                .filter(id -> callers.of(id) != null)
                .collect(Collectors.toSet());
    }

    private void report(Callers callers, long allWait) {
        List<ProviderRequest> sent = simulator.requests();
        List<ProviderRequest> made =
                sent.stream().filter(request -> request.taskId() != null).toList();
        double seconds = (made.get(made.size() - 1).at() - made.get(0).at()) / 1000.0;
        double allowed = LIMIT * (1 + seconds * 1000 / PERIOD.toMillis());
        double use = made.size() / allowed;
        table.figure("from the first task to the last", String.format("%.1f s", seconds));
        table.figure("most new tasks in one window", simulator.counts().mostInOnePeriod());
        // what drift makes is told; more than that is a fault of the pace
        int refused = simulator.counts().answered("429");
        table.goal("answered 429 by the simulator", refused, "at most 1 %", refused <= made.size() / 100);
        table.goal("use of the limit over the whole run", Table.percent(use), ">= 95 %", use >= LEAST_USE);
        new Shares(callers, table).report(made, allWait);
    }
}
