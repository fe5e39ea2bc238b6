package dev.gengate.proof.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The ledger's schema of this release as one script, for ledgers that no gateway migrates. */
public final class LedgerSchema {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");

    private LedgerSchema() {}

    /** Every migration in the order of its version; on an empty ledger, in one transaction. */
    public static String script() {
        StringBuilder script = new StringBuilder();
        for (Path file : files()) {
            script.append(text(file).replace(" concurrently ", " ")).append('\n');
        }
        return script.toString();
    }

    private static List<Path> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted(Comparator.comparingInt(LedgerSchema::version)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
