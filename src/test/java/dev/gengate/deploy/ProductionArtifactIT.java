package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped: the gateway, and none of the servers that tests and local runs embed. */
class ProductionArtifactIT {
    private static final Path ARTIFACT = Path.of("target/quarkus-app");

    @Test
    void embeddedServersAndSimulatorAreNotInTheProductionArtifact() throws IOException {
        try (Stream<Path> files = Files.walk(ARTIFACT)) {
            List<String> jars = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();

            assertTrue(jars.stream().anyMatch(name -> name.startsWith("org.apache.kafka.kafka-clients")));
            assertEquals(
                    List.of(),
                    jars.stream()
                            .filter(name -> name.matches(
                                    ".*(zonky|embedded|kafka_2|kafka-server|test-companion|rest-assured|junit).*"))
                            .toList());
        }
        try (JarFile jar =
                new JarFile(ARTIFACT.resolve("app/generation-gateway.jar").toFile())) {
            Set<String> shipped = jar.stream().map(JarEntry::getName).collect(Collectors.toSet());
            assertTrue(shipped.containsAll(classes("src/main/java")));
            for (String source : List.of("src/proof/java", "src/test/java")) {
                List<String> classes = classes(source);
                assertFalse(classes.isEmpty(), source);
                assertEquals(
                        List.of(), classes.stream().filter(shipped::contains).toList());
            }
        }
    }

    /** As they are named in a jar. */
    private static List<String> classes(String source) throws IOException {
        Path root = Path.of(source);
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replaceAll("java$", "class"))
                    .toList();
        }
    }
}
