package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.manifests.ContainerFile;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.YamlFile;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image's training run and its start, word by word, where there is a Java 25: in JAVA_25_HOME, or beside the
 * Java that runs this.
 */
@Tag("chaos")
class AotCacheIT {
    private static final Path APPLICATION = Path.of("target/quarkus-app");

    private final ContainerFile file = ContainerFile.read(Path.of("deploy/Containerfile"));
    private final ContainerFile image = file.lastStage();

    @TempDir
    Path folder;

    @Test
    @EnabledIf("java25IsHere")
    void trainingRunMakesACacheThatTheStartTakes() throws IOException {
        var application = Files.createDirectory(folder.resolve("gateway"));
        copy(APPLICATION, application);
        Files.copy(Path.of("deploy/container/jvm.options"), application.resolve("jvm.options"));

        train(application);

        assertTrue(Files.size(application.resolve("gateway.aot")) > 10_000_000, "a cache of some size");
        Backends.provider().reset();
        var environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        try (var gateway =
                PackagedGateway.start(environment, application, start()).awaitReady()) {
            assertEquals(200, gateway.readiness());
            assertFalse(gateway.output().contains("[aot"), gateway.output());
        }
    }

    /** What {@code RUN} says of both stages, in this folder and with the classes of this test. */
    private void train(Path application) {
        var training = file.stage("training")
                .the("RUN")
                .replace("'/training/classes:/training/lib/*'", "\"$CLASSES\"")
                .replace("/opt/gateway", application.toString())
                .replace("/tmp/gateway.aot", application.resolve("gateway.aot").toString());
        run(training.replace("cd /tmp", "cd " + Path.of("").toAbsolutePath()));
        run("cd " + application + " && " + image.the("RUN"));
    }

    private static void run(String commands) {
        var path = java25().orElseThrow().resolve("bin") + ":" + System.getenv("PATH");
        var environment = Map.of("PATH", path, "CLASSES", System.getProperty("java.class.path"));
        CommandLine.run(environment, "bash", "-c", commands).orFail();
    }

    /** The arguments of {@code ENTRYPOINT}, and that the JVM says so if it does not take the cache. */
    private List<String> start() {
        var arguments = new ArrayList<>(Manifests.elements(YamlFile.readAny(image.the("ENTRYPOINT")))
                .map(argument -> argument.asText())
                .toList());
        arguments.set(0, java25().orElseThrow().resolve("bin/java").toString());
        arguments.add(1, "-XX:AOTMode=on");
        return arguments;
    }

    static boolean java25IsHere() {
        var found = java25().isPresent();
        if (!found) {
            System.err.println("SKIPPED, no Java 25 here: the image's AOT cache is not tried; set JAVA_25_HOME");
        }
        return found;
    }

    private static Optional<Path> java25() {
        var named = Stream.ofNullable(System.getenv("JAVA_25_HOME")).map(Path::of);
        return Stream.concat(named, beside(Path.of(System.getProperty("java.home"))))
                .filter(AotCacheIT::isJava25)
                .findFirst();
    }

    private static Stream<Path> beside(Path home) {
        try (var homes = Files.list(home.toAbsolutePath().getParent())) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean isJava25(Path home) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException e) {
            return false;
        }
    }

    /** Times included: a cache is bound to them. */
    private static void copy(Path from, Path to) throws IOException {
        CommandLine.run("cp", "-a", from + "/.", to.toString()).orFail();
        assertTrue(Files.exists(to.resolve("quarkus-run.jar")));
    }
}
