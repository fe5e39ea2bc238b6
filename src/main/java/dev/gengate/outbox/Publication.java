package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFault;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The result of handing events to the broker.
 *
 * @param taken the number of events that the broker has
 * @param atFault events that were not taken because they are at fault themselves
 * @param left events that were not sent because their partition is stalled
 */
public record Publication(int taken, Map<UUID, EventFault> atFault, Set<UUID> left) {

    /** The number of events at fault. */
    public int skipped() {
        return atFault.size();
    }

    /** The fault of each, as the ledger stores it. */
    Map<UUID, String> causes() {
        return causes(atFault);
    }

    /** Those of these that the broker has, or that have no event any more. */
    public List<UUID> over(Collection<UUID> ids) {
        return ids.stream()
                .filter(id -> !atFault.containsKey(id) && !left.contains(id))
                .toList();
    }

    static Map<UUID, String> causes(Map<UUID, EventFault> faults) {
        return faults.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, fault -> fault.getValue()
                .wireName()));
    }
}
