package dev.gengate.proof.local;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Unpacks the jar that it is in, runs the {@link Sandbox} that is inside, and removes what it unpacked. Knows no other class before. */
public final class SandboxLauncher {
    private static volatile Process sandbox;

    private SandboxLauncher() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(SandboxLauncher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // of its own: two may start at one time
        Path folder = Files.createTempDirectory("gengate-sandbox-jar");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder)));
        unpack(jar, folder);
        sandbox = new ProcessBuilder(command(folder, arguments)).inheritIO().start();
        System.exit(sandbox.waitFor());
    }

    private static void end(Path folder) {
        if (sandbox != null) {
            sandbox.destroy();
            sandbox.onExit().join();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.err.println("could not remove " + folder + ": " + e);
        }
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
