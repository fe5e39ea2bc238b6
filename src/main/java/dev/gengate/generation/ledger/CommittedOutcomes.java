package dev.gengate.generation.ledger;

import dev.gengate.generation.Generation;
import java.util.List;

/**
 * The changes of one commit of outcomes.
 *
 * @param rows as they are now, all of them terminal
 * @param entry of the outbox that holds their events; null when there are no rows
 */
public record CommittedOutcomes(List<Generation> rows, OutboxEntry entry) {}
