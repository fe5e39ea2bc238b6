package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.support.ClassArchive;
import dev.gengate.support.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** A step between packaging and what starts the packaged jar often: the gate, runs under faults. */
class ClassArchiveBuild {
    private static final Path UNFINISHED = Path.of("target", "gateway.jsa.unfinished");

    @Test
    void trainingRunMakesAnArchiveThatAStartTakes() throws IOException {
        Files.deleteIfExists(ClassArchive.FILE);

        // of a test as of every start of one: the first compiler alone
        TrainingRun.run(
                Path.of(""),
                GatewayProcess.packagedJar("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + UNFINISHED));
        assertTrue(Files.size(UNFINISHED) > 10_000_000, "an archive of some size");
        Files.move(UNFINISHED, ClassArchive.FILE, StandardCopyOption.ATOMIC_MOVE);

        var start = GatewayProcess.packagedJar("-Xshare:on", "--dry-run");
        CommandLine.run(start.toArray(String[]::new)).orFail();
    }
}
