package dev.gengate.access;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes over what has changed in files of keys, so that a key is replaced, or withdrawn, without a restart. */
@ApplicationScoped
class KeyReload {
    private final CallerKeys keys;
    private final boolean needed;

    KeyReload(CallerKeys keys, CallersConfig config) {
        this.keys = keys;
        this.needed = config.byName().values().stream()
                .anyMatch(caller -> caller.keySha256File().isPresent());
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void reload() {
        if (needed) {
            keys.reload();
        }
    }
}
