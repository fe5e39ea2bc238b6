package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another build of these sources, in another folder, gives what is shipped once more. */
@Tag("chaos")
class ReleaseIT {
    @Test
    void buildIsTheSameInAnotherFolder() {
        String text = CommandLine.run("deploy/release", "check").orFail();

        assertTrue(text.contains("two builds of these sources are the same"), text);
    }
}
