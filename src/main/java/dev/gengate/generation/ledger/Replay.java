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
 * @param finishedAt null while it runs
 */
public record Replay(
        UUID id, Instant from, Instant to, UUID lastId, long published, Instant createdAt, Instant finishedAt) {}
