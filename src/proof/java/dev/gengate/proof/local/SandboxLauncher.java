package dev.gengate.proof.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Unpacks the jar that it is in, once, and runs the {@link Sandbox} that is inside. Knows no other class before. */
public final class SandboxLauncher {
    private SandboxLauncher() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(SandboxLauncher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path folder = unpacked(jar);
        Process sandbox =
                new ProcessBuilder(command(folder, arguments)).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            sandbox.destroy();
            sandbox.onExit().join();
        }));
        System.exit(sandbox.waitFor());
    }

    private static List<String> command(Path folder, String[] arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = folder.resolve("classes") + File.pathSeparator + folder.resolve("lib") + "/*";
        return Stream.concat(
                        Stream.of(
                                java,
                                "-Xmx512m",
                                "-Djava.awt.headless=true",
                                "-cp",
                                classes,
                                "dev.gengate.proof.local.Sandbox",
                                "--gateway",
                                folder.resolve("app").toString()),
                        Stream.of(arguments))
                .toList();
    }

    /** Another jar has another folder; one that was not unpacked to its end has none. */
    private static Path unpacked(Path jar) throws IOException {
        String name = "gengate-sandbox-" + Files.size(jar) + "-"
                + Files.getLastModifiedTime(jar).toMillis();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), name);
        if (!Files.exists(folder)) {
            Path half = Files.createTempDirectory("gengate-sandbox-half");
            unpack(jar, half);
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder;
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                Path target = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && target.startsWith(folder)) {
                    Files.createDirectories(target.getParent());
                    try (InputStream content = file.getInputStream(entry)) {
                        Files.copy(content, target);
                    }
                }
            }
        }
    }
}
