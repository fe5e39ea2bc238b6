package dev.gengate.generation.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * An operator's order to publish the terminal events of a time range again.
 *
 * @param from completions from this time on
 * @param to completions before this time
 * @param lastId generations up to this id have been processed
 * @param published events sent so far
 * @param skipped generations skipped, because Kafka cannot take their event as it is
 * @param finishedAt null while it runs
 */
public record Replay(
        UUID id,
        Instant from,
        Instant to,
        UUID lastId,
        long published,
        long skipped,
        Instant createdAt,
        Instant finishedAt) {}
