package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.cluster.Cluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code deploy/proof faults --scenario frozen-broker} proves. About two minutes. */
@Tag("chaos")
class FrozenBrokerIT {

    @Test
    void brokerThatStallsDelaysNoAnswerAndMakesNoDuplicate() {
        try (Cluster cluster = new Cluster()) {
            assertTrue(new FrozenBrokerRun(cluster, false).run());
        }
    }
}
