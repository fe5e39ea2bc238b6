package dev.gengate.access;

import dev.gengate.database.Beat;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Applies changes of key files, so that a key is replaced or withdrawn without a restart. */
@ApplicationScoped
class KeyReload {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final CallerKeys keys;
    private final boolean needed;

    KeyReload(CallerKeys keys, CallersConfig config) {
        this.keys = keys;
        this.needed = config.byName().values().stream()
                .anyMatch(caller -> caller.keySha256File().isPresent());
    }

    void start(@Observes StartupEvent event, Beat beat) {
        if (needed) {
            beat.every(EVERY, this::reload);
        }
    }

    /** Files are read on a worker thread, which may block. */
    private Uni<Void> reload() {
        return Uni.createFrom()
                .voidItem()
                .invoke(keys::reload)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
