package dev.gengate.operator;

import dev.gengate.database.Beat;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.Replay;
import dev.gengate.generation.ledger.ReplayStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.Publication;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Publishes the terminal events of a time range again, with the same {@code ce_id}, marked as replays. Any replica
 * claims one step a second, so the rate is bounded over all of them, and a crash repeats one step at most.
 */
@ApplicationScoped
class ReplayRunner {
    private static final Logger LOG = Logger.getLogger(ReplayRunner.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final ReplayStore replays;
    private final OutboxPublisher publisher;
    private final ReplayConfig config;
    private final Clock clock;

    ReplayRunner(ReplayStore replays, OutboxPublisher publisher, ReplayConfig config, Clock clock) {
        this.replays = replays;
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Beat beat) {
        beat.every(STEP, this::step);
    }

    Uni<Void> step() {
        Instant now = clock.instant();
        return replays.claim(now, now.plus(LEASE))
                .flatMap(replay -> replay == null ? Uni.createFrom().voidItem() : step(replay))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "replay step failed, will retry: %s", failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> step(Replay replay) {
        return replays.next(replay, config.rate())
                .flatMap(rows -> publisher.replay(wanted(rows, replay)).chain(done -> advance(replay, rows, done)));
    }

    /** Keeps unreadable rows, which may have ended within the range. */
    private static StoredGenerations wanted(StoredGenerations rows, Replay replay) {
        return new StoredGenerations(
                rows.readable().stream().filter(row -> isWanted(row, replay)).toList(), rows.unreadable());
    }

    private static boolean isWanted(Generation row, Replay replay) {
        Instant completed = row.completedAt();
        return completed != null
                && !row.erased()
                && !completed.isBefore(replay.from())
                && completed.isBefore(replay.to());
    }

    private Uni<Void> advance(Replay replay, StoredGenerations rows, Publication done) {
        if (done.skipped() > 0) {
            LOG.warnf("replay %s skips %d events that Kafka cannot take as they are", replay.id(), done.skipped());
        }
        Instant now = clock.instant();
        boolean last = rows.size() < config.rate();
        return replays.advance(
                replay,
                rows.last().orElse(replay.lastId()),
                done.taken(),
                done.skipped(),
                now.plus(STEP),
                last ? now : null);
    }
}
