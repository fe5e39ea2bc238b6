package dev.gengate.generation.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The events of one commit that are not on Kafka yet.
 *
 * @param generations all of them ended at the same time
 * @param lease until when its publisher owns it
 */
public record OutboxEntry(long id, List<UUID> generations, Instant lease) {}
