package dev.gengate.generation.search;

import dev.gengate.generation.ledger.StoredGenerations;
import java.util.UUID;

/**
 * A page of what was looked for, in order.
 *
 * @param matched rows that matched among those looked at, shown here or not
 * @param looked rows that were looked at
 * @param reached where to go on; null when everything was looked at and shown
 */
public record Found(StoredGenerations rows, long matched, long looked, UUID reached) {}
