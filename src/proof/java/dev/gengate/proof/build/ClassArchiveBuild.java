package dev.gengate.proof.build;

import dev.gengate.proof.gateway.ClassArchive;
import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A step between packaging and what starts the packaged jar often: the gate, runs under faults. */
public final class ClassArchiveBuild {
    private static final Path UNFINISHED = Path.of("target", "gateway.jsa.unfinished");
    private static final int LEAST_BYTES = 10_000_000;

    private ClassArchiveBuild() {}

    /** Fails when the training run makes no archive of some size, or a start does not take it. */
    public static void main(String[] none) throws IOException {
        Files.deleteIfExists(ClassArchive.FILE);
        train();
        if (Files.size(UNFINISHED) < LEAST_BYTES) {
            throw new IllegalStateException("no archive of some size: " + UNFINISHED);
        }
        Files.move(UNFINISHED, ClassArchive.FILE, StandardCopyOption.ATOMIC_MOVE);
        CommandLine.run(GatewayProcess.packagedJar("-Xshare:on", "--dry-run").toArray(String[]::new))
                .orFail();
        System.out.println(
                "java -XX:SharedArchiveFile=" + ClassArchive.FILE + " -jar target/quarkus-app/quarkus-run.jar");
    }

    /** With the first compiler alone, as every start of a test: an archive fits one choice of compilers. */
    private static void train() {
        TrainingRun.run(
                Path.of(""),
                GatewayProcess.packagedJar("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + UNFINISHED));
    }
}
