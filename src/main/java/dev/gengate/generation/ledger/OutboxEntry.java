package dev.gengate.generation.ledger;

import java.util.List;
import java.util.UUID;

/**
 * The events of one commit that are not on Kafka yet.
 *
 * @param generations all of them ended at the same time
 * @param lease whose they are to publish
 */
public record OutboxEntry(long id, List<UUID> generations, EntryLease lease) {}
