package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContainerFileTest {
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "EXPOSE", "ENTRYPOINT");

    private final ContainerFile file = ContainerFile.read(Path.of("deploy/Containerfile"));
    private final ContainerFile image = file.lastStage();

    @Test
    void holdsKnownInstructionsAlone() {
        var unknown = file.instructions().stream()
                .map(ContainerFile.Instruction::keyword)
                .filter(keyword -> !INSTRUCTIONS.contains(keyword))
                .toList();

        assertEquals(List.of(), unknown);
    }

    @Test
    void buildsAndRunsOnJava25() {
        var images = file.all("FROM").toList();

        assertEquals(2, images.size());
        assertAll(images.stream().map(from -> () -> assertTrue(from.matches(".*temurin[:-]25\\b.*"), from)));
    }

    @Test
    void runsAsTheUserOfTheDeployment() {
        var pod = YamlFile.read(Path.of("k8s/base/deployment.yaml")).at("/spec/template/spec/securityContext");

        assertEquals(
                pod.path("runAsUser").asText() + ":" + pod.path("runAsGroup").asText(), image.the("USER"));
    }

    @Test
    void opensThePortsOfTheDeployment() {
        assertEquals("8080 9000", image.the("EXPOSE"));
    }

    @Test
    void startsJavaItselfWithTheCacheThatItsTrainingRunWrote() {
        var training = arguments(image.all("RUN").findFirst().orElseThrow());
        var start = arguments(image.the("ENTRYPOINT"));

        assertEquals("java", start.get(0));
        assertEquals(option(training, "-XX:AOTCacheOutput="), option(start, "-XX:AOTCache="));
        assertEquals(List.of("-jar", "quarkus-run.jar"), start.subList(start.size() - 2, start.size()));
    }

    @Test
    void everyFlagThatACacheDependsOnHoldsForTrainingAndStart() {
        var keywords = image.instructions().stream()
                .map(ContainerFile.Instruction::keyword)
                .toList();

        assertTrue(image.the("ENV").startsWith("JDK_JAVA_OPTIONS="));
        assertTrue(keywords.indexOf("ENV") < keywords.indexOf("RUN"), "the training run needs the flags");
    }

    @Test
    void whatIsCopiedExistsAndIsNotIgnored() {
        var ignored = YamlFile.text(Path.of(".containerignore")).lines().collect(Collectors.toSet());
        var sources = file.all("COPY")
                .filter(copy -> !copy.startsWith("--from"))
                .map(copy -> copy.split(" ")[0])
                .toList();

        assertFalse(sources.isEmpty());
        assertAll(sources.stream().map(source -> () -> {
            assertTrue(Files.exists(Path.of(source)), source);
            assertTrue(ignored.contains("!" + source), source);
        }));
    }

    @Test
    void keepsNoSecret() {
        var named =
                Stream.of("ENV", "ARG").flatMap(file::all).filter(value -> value.matches("(?i).*(key|secret|pass).*"));

        assertEquals(List.of(), named.toList());
    }

    private static List<String> arguments(String execForm) {
        return Manifests.elements(YamlFile.readAny(execForm))
                .map(argument -> argument.asText())
                .toList();
    }

    private static String option(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }
}
