package dev.gengate.proof.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar that has no sandbox inside ends at once. */
class SandboxLauncherTest {
    @TempDir
    Path folder;

    @Test
    void twoAtOneTimeStartAndLeaveNothing() throws IOException {
        Path jar = jar();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        List<String> command = List.of(ChildProcess.java(), "-Djava.io.tmpdir=" + temporary, "-jar", jar.toString());
        List<ChildProcess> both = Stream.of("first.log", "second.log")
                .map(log -> new ChildProcess(command, Map.of(), folder.resolve(log)))
                .toList();

        both.forEach(ChildProcess::start);

        for (ChildProcess launcher : both) {
            assertTrue(launcher.endedWithin(Duration.ofMinutes(1)));
            assertTrue(launcher.printed().contains("dev.gengate.proof.local.Sandbox"), launcher::printed);
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private Path jar() throws IOException {
        String launcher = SandboxLauncher.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SandboxLauncher.class.getName());
        Path file = folder.resolve("sandbox.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream content = ClassLoader.getSystemResourceAsStream(launcher)) {
            jar.putNextEntry(new JarEntry(launcher));
            content.transferTo(jar);
        }
        return file;
    }
}
