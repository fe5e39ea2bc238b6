package dev.gengate.proof.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The budget file of a caller of the watched replicas. */
final class WatchedBudget {
    private static final Path FILE = Path.of("target", "watched-budget");

    private WatchedBudget() {}

    /** Makes it, with a budget that no run uses up. */
    static Path make() {
        mend();
        return FILE.toAbsolutePath();
    }

    static void spoil() {
        write("");
    }

    static void mend() {
        write("month=10000000");
    }

    private static void write(String content) {
        try {
            Files.writeString(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
