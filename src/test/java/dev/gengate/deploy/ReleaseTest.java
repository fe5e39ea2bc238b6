package dev.gengate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.gateway.CommandLine;
import dev.gengate.proof.manifests.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of a release and of the image, as far as they come without a build. The gate has the rest. */
class ReleaseTest {
    private static final String SCHEMA = "src/main/resources/schema/generation-completed.schema.json";
    private static final String CHANGES =
            "# Changelog\n\n## 1.1.0 (unreleased)\n\n- One thing.\n\n## 1.0.0 (2026-01-01)\n\n- All.\n";

    @TempDir
    Path project;

    @BeforeEach
    void aProject() throws IOException {
        Files.createDirectory(project.resolve("deploy"));
        Files.copy(Path.of("deploy/release"), project.resolve("deploy/release"));
        Files.createDirectories(project.resolve(SCHEMA).getParent());
        Files.writeString(project.resolve(SCHEMA), "{}");
        Files.writeString(project.resolve("CHANGELOG.md"), CHANGES);
        run("git init -q && git add -A && git -c user.name=t -c user.email=t@t commit -qm all")
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

    @Test
    void whatIsNoVersionIsRefused() {
        assertFalse(run("bash deploy/release make v1").succeeded());
        assertEquals(2, run("bash deploy/release").exitCode());
    }

    /** On a machine without podman there is one line, and the gate goes on. */
    @Test
    void imageThatCannotBeBuiltIsSaidInOneLine() throws IOException {
        for (var tool : new String[] {"dirname", "bash", "env"}) {
            Files.createSymbolicLink(project.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }

        var result = CommandLine.run(Map.of("PATH", project.toString()), "/usr/bin/bash", "deploy/image/run");

        assertEquals("NOT TESTED: the image, built and run (podman is not here)\n", result.orFail());
    }

    private CommandLine.Result run(String command) {
        return CommandLine.run("bash", "-ec", "cd " + project + "; " + command);
    }
}
