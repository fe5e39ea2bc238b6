package dev.gengate.completion;

import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.GenerationStore;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds requests until a generation ends. An end committed here is reported at once; one committed by another replica
 * is found by one query per tick for all waiting requests, which also works while Kafka is down.
 */
@ApplicationScoped
public class CompletionWaiters {
    private static final long TICK_MILLIS = 200;

    private static final Duration WHILE_LEAVING = Duration.ofSeconds(2);

    private final GenerationStore generations;
    private final Map<UUID, Set<UniEmitter<? super Generation>>> waiting = new ConcurrentHashMap<>();
    private volatile boolean leaving;

    CompletionWaiters(GenerationStore generations, Vertx vertx) {
        this.generations = generations;
        vertx.setPeriodic(TICK_MILLIS, timer -> lookUp());
    }

    /** The generation once it has ended, or null if that takes longer than {@code patience}. */
    public Uni<Generation> await(UUID id, Duration patience) {
        return Uni.createFrom()
                .<Generation>emitter(emitter -> register(id, emitter))
                .ifNoItem()
                .after(leaving && patience.compareTo(WHILE_LEAVING) > 0 ? WHILE_LEAVING : patience)
                .recoverWithUni(() -> Uni.createFrom().nullItem());
    }

    /** On shutdown, waiting requests get the state so far and may wait again at another replica. */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
        List.copyOf(waiting.keySet()).forEach(id -> complete(id, null));
    }

    void ended(Generation row) {
        complete(row.id(), row);
    }

    private void complete(UUID id, Generation row) {
        Set<UniEmitter<? super Generation>> emitters = waiting.remove(id);
        if (emitters != null) {
            emitters.forEach(emitter -> emitter.complete(row));
        }
    }

    private void register(UUID id, UniEmitter<? super Generation> emitter) {
        waiting.compute(id, (key, known) -> {
            Set<UniEmitter<? super Generation>> emitters = known == null ? ConcurrentHashMap.newKeySet() : known;
            emitters.add(emitter);
            return emitters;
        });
        emitter.onTermination(() -> forget(id, emitter));
    }

    private void forget(UUID id, UniEmitter<? super Generation> emitter) {
        waiting.computeIfPresent(id, (key, emitters) -> {
            emitters.remove(emitter);
            return emitters.isEmpty() ? null : emitters;
        });
    }

    private void lookUp() {
        if (!waiting.isEmpty()) {
            generations
                    .findTerminal(List.copyOf(waiting.keySet()))
                    .subscribe()
                    .with(rows -> rows.forEach(this::ended), failure -> {});
        }
    }
}
