package dev.gengate.proof.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** A copy of the packaged application in which one class lacks its protection; nothing else differs. */
public final class SabotagedBuild {
    private final Sabotage sabotage;
    private final AtomicInteger found = new AtomicInteger();

    private SabotagedBuild(Sabotage sabotage) {
        this.sabotage = sabotage;
    }

    /**
     * Copies the application and returns the copy.
     *
     * @throws IllegalStateException when the protection is not where it is thought to be
     */
    public static Path of(Path application, Path copy, Sabotage sabotage) {
        SabotagedBuild build = new SabotagedBuild(sabotage);
        try (Stream<Path> files = Files.walk(application)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path file : all) {
                build.copy(file, copy.resolve(application.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (build.found.get() == 0) {
            throw new IllegalStateException("no protection to switch off in " + sabotage.path());
        }
        return copy;
    }

    private void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        boolean ours = from.toString().endsWith(".jar") && !from.toString().contains("/lib/");
        if (ours) {
            copyJar(from, to);
        } else {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void copyJar(Path from, Path to) throws IOException {
        try (ZipFile jar = new ZipFile(from.toFile());
                OutputStream file = Files.newOutputStream(to);
                ZipOutputStream copy = new ZipOutputStream(file)) {
            // folders too, for migrations are found by theirs; some are in the jar twice
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : jar.stream().toList()) {
                if (names.add(entry.getName())) {
                    copyEntry(jar, entry, copy);
                }
            }
        }
    }

    private void copyEntry(ZipFile jar, ZipEntry entry, ZipOutputStream copy) throws IOException {
        copy.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream content = jar.getInputStream(entry)) {
            byte[] bytes = content.readAllBytes();
            copy.write(entry.getName().equals(sabotage.path()) ? withoutProtection(bytes) : bytes);
        }
        copy.closeEntry();
    }

    private byte[] withoutProtection(byte[] type) {
        ClassReader reader = new ClassReader(type);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(sabotage.switchedOff(writer, found::incrementAndGet), 0);
        return writer.toByteArray();
    }
}
