package dev.gengate.operator;

import dev.gengate.access.Caller;
import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.Generation;
import dev.gengate.generation.ledger.QueueStore;
import dev.gengate.generation.ledger.Replay;
import dev.gengate.generation.ledger.ReplayStore;
import dev.gengate.generation.ledger.StoredGenerations;
import dev.gengate.outbox.OutboxPublisher;
import dev.gengate.outbox.Publication;
import dev.gengate.problem.ProblemException;
import dev.gengate.problem.ProblemType;
import dev.gengate.queue.Dispatcher;
import dev.gengate.submission.Generations;
import dev.gengate.submission.RequestReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Resubmission and replay. */
@ApplicationScoped
class OperatorActions {
    private final Generations generations;
    private final QueueStore queue;
    private final Dispatcher dispatcher;
    private final OutboxPublisher publisher;
    private final ReplayStore replays;
    private final RequestReader reader;
    private final AdmissionRules rules;
    private final Clock clock;

    OperatorActions(
            Generations generations,
            QueueStore queue,
            Dispatcher dispatcher,
            OutboxPublisher publisher,
            ReplayStore replays,
            RequestReader reader,
            AdmissionRules rules,
            Clock clock) {
        this.generations = generations;
        this.queue = queue;
        this.dispatcher = dispatcher;
        this.publisher = publisher;
        this.replays = replays;
        this.reader = reader;
        this.rules = rules;
        this.clock = clock;
    }

    Uni<Generation> resubmit(Caller caller, String id) {
        return generations
                .visible(caller, id)
                .flatMap(row -> queue.resubmit(row.id(), clock.instant().plus(rules.resultDeadline()))
                        .onItem()
                        .ifNull()
                        .failWith(() -> notUnconfirmed(row)))
                .invoke(dispatcher::wake);
    }

    private static ProblemException notUnconfirmed(Generation row) {
        return ProblemException.of(
                ProblemType.CONFLICT, "Only an unconfirmed generation can be resubmitted.", row.id());
    }

    Uni<Generation> replay(Caller caller, String id) {
        return generations.visible(caller, id).flatMap(row -> {
            if (!row.state().terminal()) {
                throw ProblemException.of(
                        ProblemType.CONFLICT, "The generation has not ended, so it has no event.", row.id());
            }
            if (row.erased()) {
                throw ProblemException.of(ProblemType.CONFLICT, "The generation's content was erased.", row.id());
            }
            return publisher
                    .replay(StoredGenerations.of(row))
                    .onFailure()
                    .transform(OperatorActions::notTaken)
                    .map(published -> taken(row, published));
        });
    }

    private static Generation taken(Generation row, Publication published) {
        if (published.skipped() > 0) {
            throw ProblemException.of(
                    ProblemType.CONFLICT, "Kafka cannot take this event as it is; the log has the cause.", row.id());
        }
        return row;
    }

    Uni<Replay> startReplay(Caller caller, byte[] body) {
        ReplaysResource.Range range = reader.read(body, ReplaysResource.Range.class);
        Instant from = time("/from", range.from());
        Instant to = time("/to", range.to());
        if (!from.isBefore(to)) {
            throw ProblemException.invalid("/to", "must be after from");
        }
        return replays.create(caller.name(), from, to, clock.instant());
    }

    Uni<Replay> replayProgress(String id) {
        return Generations.canonical(id)
                .map(replays::find)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .map(replay -> {
                    if (replay == null) {
                        throw ProblemException.of(ProblemType.NOT_FOUND, "There is no replay with this id.");
                    }
                    return replay;
                });
    }

    private static ProblemException notTaken(Throwable failure) {
        return ProblemException.retryable(
                ProblemType.UNAVAILABLE, "The broker did not accept the event.", Duration.ofSeconds(10));
    }

    private static Instant time(String pointer, String text) {
        try {
            if (text == null) {
                throw ProblemException.invalid(pointer, "is required");
            }
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw ProblemException.invalid(pointer, "must be between the years 1970 and 9999");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw ProblemException.invalid(pointer, "must be an RFC 3339 time such as 2026-01-01T10:00:00Z");
        }
    }
}
