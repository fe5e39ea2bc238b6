package dev.gengate.generation.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * An operator's wish to have the terminal events of a time range published again.
 *
 * @param from completions from this time on
 * @param to completions before this time
 * @param lastId generations up to this id have been looked at
 * @param published events sent so far
 * @param skipped generations passed over, since their event is not taken for what it is
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
