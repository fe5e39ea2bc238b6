package dev.gengate.proof.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive of the packaged application's classes, with which it starts in half the time. A JVM takes no archive of
 * another JVM, or of other jars than those at hand by path, size and time.
 */
public final class ClassArchive {
    public static final Path FILE = Path.of("target", "gateway.jsa");

    private ClassArchive() {}

    /** What a start takes it with, in silence when it does not fit; nothing when none was made. */
    public static List<String> options() {
        return Files.exists(FILE) ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds*=off") : List.of();
    }
}
