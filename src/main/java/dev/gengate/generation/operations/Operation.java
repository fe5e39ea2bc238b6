package dev.gengate.generation.operations;

import java.time.Instant;
import java.util.UUID;

/**
 * What an operator has done to all generations that match.
 *
 * @param filter JSON, as it was asked
 * @param most generations that it may change; null for all
 * @param matched when it was asked for; null if they were too many to count
 * @param lastId generations up to this id have been looked at
 * @param endId it ends before this one
 * @param skipped generations that it could not change: they had moved on, or Kafka did not take their event
 * @param finishedAt null while it runs
 * @param abortedBy null unless somebody ended it
 */
public record Operation(
        UUID id,
        String action,
        String filter,
        String reason,
        String requestedBy,
        Integer most,
        Long matched,
        UUID lastId,
        UUID endId,
        long looked,
        long done,
        long skipped,
        Instant createdAt,
        Instant finishedAt,
        String abortedBy) {}
