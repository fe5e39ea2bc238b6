package dev.gengate.proof.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.audit.Findings;
import dev.gengate.proof.audit.Findings.Kind;
import dev.gengate.proof.cluster.Cluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The proof of the proof: a build of the gateway that lacks one protection does not pass the same audit. About two
 * minutes each, a budget's reservation in {@code BudgetIT}; {@code mvn verify -Dgroups.excluded= -Dit.test=ProtectionsIT}.
 */
@Tag("chaos")
class ProtectionsIT {

    @Test
    void withoutTheGuardOfTheCommitEventsContradict() {
        assertTrue(findings("guard").count(Kind.CONTRADICTORY) > 0);
    }

    @Test
    void withoutTheSweepEventsAreLost() {
        assertTrue(findings("sweep").count(Kind.LOST) > 0);
    }

    @Test
    void aLeaseThatIsSentAgainIsPaidTwice() {
        assertTrue(findings("lease").count(Kind.PAID_TWICE) > 0);
    }

    @Test
    void anObjectWithoutItsChecksumIsNotWhole() {
        assertTrue(findings("hash").count(Kind.NOT_KEPT) > 0);
    }

    @Test
    void anObjectThatIsNamedBeforeItIsStoredIsNotThere() {
        assertTrue(findings("store").count(Kind.NOT_KEPT) > 0);
    }

    @Test
    void withAllProtectionsTheSameRunHasNoFindings() {
        assertTrue(findings("none").none());
    }

    private static Findings findings(String sabotage) {
        FaultOptions options = FaultOptions.of(new String[] {
            "--sabotage", sabotage, "--seed", "11", "--generations", "400", "--kills", "6", "--freezes", "1"
        });
        try (Cluster cluster = new Cluster()) {
            Findings findings = new FaultRun(options, cluster).run();
            assertFalse(cluster.provider().tasks().isEmpty());
            return findings;
        }
    }
}
