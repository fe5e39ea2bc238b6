package dev.gengate.outbox;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The result of handing events to the broker.
 *
 * @param taken how many the broker has
 * @param atFault those that Kafka cannot take as they are
 */
public record Publication(int taken, Map<UUID, EventFault> atFault) {

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
