package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.manifests.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts of a release and of the image, as far as they come without a build. {@link ReleaseIT} builds. */
class ReleaseTest {
    private static final String SCHEMA = "src/main/resources/schema/generation-completed.schema.json";
    private static final String CHANGES =
            "# Changelog\n\n## 1.1.0 (unreleased)\n\n### Added\n\n- One thing.\n\n## 1.0.0 (2026-01-01)\n\n- All.\n";

    private static final String COMMIT = "git add -A && git commit -qm all";

    @TempDir
    Path project;

    @BeforeEach
    void aProject() throws IOException {
        Files.createDirectory(project.resolve("deploy"));
        Files.copy(Path.of("deploy/release"), project.resolve("deploy/release"));
        Files.createDirectories(project.resolve(SCHEMA).getParent());
        Files.writeString(project.resolve(SCHEMA), "{}");
        Files.writeString(project.resolve("CHANGELOG.md"), CHANGES);
        run("git init -q && git config user.name t && git config user.email t@t && " + COMMIT)
                .orFail();
    }

    @Test
    void versionIsDatedOnceAndForItself() {
        run("bash deploy/release prepare 1.1.0").orFail();

        assertTrue(Files.exists(project.resolve("deploy/contract/released/generation-completed.schema.json")));
        var changes = YamlFile.text(project.resolve("CHANGELOG.md"));
        assertTrue(
                changes.matches("(?s).*## 1\\.1\\.0 \\(\\d{4}-\\d\\d-\\d\\d\\)\n.*## 1\\.0\\.0 \\(2026-01-01\\)\n.*"),
                changes);
        assertFalse(run("bash deploy/release prepare 1.1.0").succeeded());
    }

    @Test
    void releaseWantsACleanTreeAndADate() {
        assertTrue(run("bash deploy/release make 1.1.0").output().contains("does not date 1.1.0"));
        run("bash deploy/release prepare 1.1.0").orFail();
        assertTrue(run("bash deploy/release make 1.1.0").output().contains("not clean"));
    }

    /** What prepare changes and makes is in the commit, or make would refuse the tree. */
    @Test
    void linesOfTheRunbookLeaveACleanTree() {
        var runbook = YamlFile.text(Path.of("docs/operations.md"));
        var lines = runbook.substring(
                runbook.indexOf("deploy/release prepare 1.0.0"), runbook.indexOf(".ci/run\ndeploy/release prove"));

        run(lines.replace("deploy/release", "bash deploy/release").replace("1.0.0", "1.1.0"))
                .orFail();

        assertEquals("", run("git status --porcelain").orFail());
    }

    /** By a build that gives the same but for what Quarkus generates. */
    @Test
    void releaseHasItsFilesAndNamesItsBaseImages() throws IOException {
        aBuildThatWrites("echo app > target/quarkus-app/quarkus-run.jar; mkdir io; date +%N > io/A.class;"
                + " jar -cf target/quarkus-app/quarkus/generated-bytecode.jar io");
        run("bash deploy/release prepare 1.1.0; echo target > .gitignore; " + COMMIT)
                .orFail();

        var text =
                run("BUILD_IMAGE=maven@sha256:aa RUNTIME_IMAGE=jre@sha256:bb PATH=$PWD/.git:$PATH bash deploy/release make 1.1.0")
                        .orFail();

        var release = project.resolve("target/release/1.1.0");
        assertTrue(text.contains("only the names were compared"), text);
        assertEquals(
                List.of(
                        "--build-arg=VERSION=1.1.0",
                        "--build-arg=REVISION="
                                + run("git rev-parse HEAD").orFail().strip(),
                        "--build-arg=BUILD_IMAGE=maven@sha256:aa",
                        "--build-arg=RUNTIME_IMAGE=jre@sha256:bb"),
                YamlFile.text(release.resolve("image.args")).lines().toList());
        var tag = text.lines()
                .filter(line -> line.contains("git tag"))
                .findFirst()
                .orElseThrow();
        run(tag).orFail();
        assertEquals(
                "Generation Gateway 1.1.0\n\n### Added\n\n- One thing.\n",
                run("git tag -l --format='%(contents)' v1.1.0").orFail().stripTrailing() + "\n");
        run("cd target/release/1.1.0; sha256sum -c SHA256SUMS").orFail();
    }

    @ParameterizedTest
    @CsvSource({
        "date +%N > target/quarkus-app/quarkus-run.jar, ./quarkus-run.jar",
        "mkdir -p dev/gengate; date +%N > dev/gengate/A.class; jar -cf $generated dev, ./dev/gengate/A.class",
        "mkdir io; echo > io/$(date +%N); jar -cf $generated io, ./io/"
    })
    void buildsThatDifferAreNoRelease(String build, String file) throws IOException {
        aBuildThatWrites("generated=target/quarkus-app/quarkus/generated-bytecode.jar; " + build);
        run("bash deploy/release prepare 1.1.0; echo target > .gitignore; " + COMMIT)
                .orFail();

        var text = run("PATH=$PWD/.git:$PATH bash deploy/release make 1.1.0").output();

        assertTrue(text.contains("differ: " + file), text);
    }

    /** In the place of Maven, where git does not see it. */
    private void aBuildThatWrites(String files) throws IOException {
        var maven = project.resolve(".git/mvn");
        Files.writeString(maven, "#!/bin/sh\nmkdir -p target/quarkus-app/quarkus; echo {} > target/bom.json; " + files);
        assertTrue(maven.toFile().setExecutable(true));
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertFalse(run("bash deploy/release make v1").succeeded());
        assertEquals(2, run("bash deploy/release").exitCode());
    }

    /** On a machine without podman there is one line; who asked is told by the exit code, and the gate goes on. */
    @Test
    void imageThatCannotBeBuiltIsSaidInOneLine() throws IOException {
        for (var tool : new String[] {"dirname", "bash", "env"}) {
            Files.createSymbolicLink(project.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }

        var path = Map.of("PATH", project.toString());
        var asked = CommandLine.run(path, "/usr/bin/bash", "deploy/image/run", "--kube");
        var gate = CommandLine.run(path, "/usr/bin/bash", "deploy/image/run", "--or-skip");

        assertEquals(3, asked.exitCode());
        assertEquals("NOT TESTED: the image, built and run (podman is not here)\n", gate.orFail());
    }

    /** What the gate goes by: the first build of the base images is left to who asks for it. */
    @Test
    void imageIsWarmOnceItsBaseImagesAreKept() throws IOException {
        for (var tool : new String[] {"dirname", "bash", "grep", "readlink"}) {
            Files.createSymbolicLink(project.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        for (var fake : new String[] {"podman", "debootstrap", "id"}) {
            Files.writeString(project.resolve(fake), "#!/usr/bin/bash\necho 0\n");
            assertTrue(project.resolve(fake).toFile().setExecutable(true));
        }
        Files.writeString(project.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        var machine = Map.of(
                "PATH", "" + project, "XDG_CACHE_HOME", "" + project, "JAVA_25_HOME", "" + project, "BUILD_IMAGE", "");

        var cold = CommandLine.run(machine, "/usr/bin/bash", "deploy/image/run", "--missing-warm");
        var images = project.resolve("generation-gateway/image/storage/overlay-images/images.json");
        Files.createDirectories(images.getParent());
        Files.writeString(images, "[{\"names\":[\"localhost/generation-gateway-runtime-base:local\"]}]");
        var warm = CommandLine.run(machine, "/usr/bin/bash", "deploy/image/run", "--missing-warm");

        assertEquals("its base images are not made yet: deploy/image/run\n", cold.orFail());
        assertEquals("", warm.orFail());
    }

    private CommandLine.Result run(String command) {
        return CommandLine.run("bash", "-ec", "cd " + project + "; " + command);
    }
}
