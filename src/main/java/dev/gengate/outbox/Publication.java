package dev.gengate.outbox;

import dev.gengate.outbox.topic.EventFault;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The result of handing events to the broker.
 *
 * @param taken how many it has
 * @param atFault those that are not taken for what they are
 * @param left those that were not sent, since their partition of the topic takes nothing at the moment
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

    static Map<UUID, String> causes(Map<UUID, EventFault> faults) {
        return faults.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, fault -> fault.getValue()
                .wireName()));
    }
}
