package dev.gengate.proof.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the sandbox one jar: the packaged gateway, the servers of the local run, and what starts them. */
public final class SandboxJar {
    /** What only tests need. */
    private static final Pattern LEFT_OUT = Pattern.compile(".*(playwright|driver|axe-core|archunit|junit|jqwik"
            + "|kubernetes-model|rest-assured|groovy|deployment|bootstrap|maven|aether|assertj|hamcrest).*");

    private static final String LAUNCHER = SandboxLauncher.class.getName().replace('.', '/') + ".class";

    private final JarOutputStream jar;

    private SandboxJar(JarOutputStream jar) {
        this.jar = jar;
    }

    /** Writes a jar of the classes of this JVM's class path, and of the packaged gateway. */
    public static void write(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SandboxLauncher.class.getName());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.setLevel(1);
            SandboxJar sandbox = new SandboxJar(jar);
            sandbox.add(LAUNCHER, Path.of("target", "test-classes", LAUNCHER));
            sandbox.addAll("classes/", Path.of("target", "classes"), path -> true);
            sandbox.addAll("classes/", Path.of("target", "test-classes"), SandboxJar::ofTheProof);
            sandbox.addAll("app/", Path.of("target", "quarkus-app"), path -> true);
            for (Path library : libraries()) {
                sandbox.add("lib/" + library.getFileName(), library);
            }
        }
    }

    /** Not a test: a class of that source root stands in packages of the product too. */
    private static boolean ofTheProof(String path) {
        String source = path.replaceFirst("(\\$.*)?\\.class$", ".java");
        return path.startsWith("dev/gengate/proof") || Files.exists(Path.of("src/proof/java", source));
    }

    private static List<Path> libraries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar"))
                .map(Path::of)
                .filter(path -> !LEFT_OUT.matcher(path.getFileName().toString()).matches())
                .distinct()
                .toList();
    }

    private interface Wanted {
        boolean test(String path);
    }

    private void addAll(String prefix, Path folder, Wanted wanted) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(name(folder, file)))
                    .forEach(file -> addUnchecked(prefix + name(folder, file), file));
        }
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace(File.separatorChar, '/');
    }

    private void addUnchecked(String name, Path file) {
        try {
            add(name, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, Path file) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
    }
}
