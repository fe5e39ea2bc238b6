package dev.gengate.generation.ledger;

import dev.gengate.generation.Generation;
import dev.gengate.generation.outbox.OutboxEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The changes of one commit of outcomes.
 *
 * @param rows as they are now, all of them terminal
 * @param entry of the outbox that holds their events; null when there are none
 */
public record CommittedOutcomes(List<Generation> rows, OutboxEntry entry) {

    /** The outcomes whose events the entry holds: all but the ones in custody. */
    public CommittedOutcomes told() {
        if (entry.generations().size() == rows.size()) {
            return this;
        }
        Set<UUID> told = new HashSet<>(entry.generations());
        return new CommittedOutcomes(
                rows.stream().filter(row -> told.contains(row.id())).toList(), entry);
    }
}
