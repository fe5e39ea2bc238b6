package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.cluster.Cluster;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The proof of the proof: a build of the gateway that lacks one protection does not pass the same audit. About two
 * minutes each, a budget's reservation in {@code BudgetIT}; {@code mvn verify -Dgroups.excluded= -Dit.test=ProtectionsIT}.
 */
@Tag("chaos")
class ProtectionsIT {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "without the guard of the commit events contradict, guard, CONTRADICTORY",
        "without the sweep events are lost, sweep, LOST",
        "a lease that is sent again is paid twice, lease, PAID_TWICE",
        "an object without its checksum is not whole, hash, NOT_KEPT",
        "an object that is named before it is stored is not there, store, NOT_KEPT"
    })
    void withoutOneProtectionThereAreFindings(String what, String sabotage, Kind kind) {
        assertTrue(findings(sabotage).count(kind) > 0);
    }

    @Test
    void withAllProtectionsTheSameRunHasNoFindings() {
        Findings findings = findings("none");

        // so short a run has no generation that nothing concerns
        Stream.of(Kind.values())
                .filter(kind -> kind != Kind.INCOMPLETE)
                .forEach(kind -> assertEquals(List.of(), findings.of(kind), kind::name));
    }

    private static Findings findings(String sabotage) {
        FaultOptions options = FaultOptions.of(new String[] {
            "--sabotage",
            sabotage,
            "--seed",
            "11",
            "--generations",
            "600",
            "--kills",
            "6",
            "--freezes",
            "1",
            "--store-faults",
            "3"
        });
        try (Cluster cluster = new Cluster()) {
            Findings findings = new FaultRun(options, cluster).run();
            assertFalse(cluster.provider().tasks().isEmpty());
            return findings;
        }
    }
}
