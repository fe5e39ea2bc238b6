package dev.gengate.proof.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A wrong wall clock for one process, by libfaketime; its monotonic clock stays as it is. */
public final class WallClock {
    /** The variable without which a process has the right time. */
    public static final String PRELOAD = "LD_PRELOAD";

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path LIBRARY = Path.of("faketime", "libfaketime.so.1");

    private WallClock() {}

    /** Whether libfaketime is here. */
    public static boolean canBeWrong() {
        return library().isPresent();
    }

    /** The variables of a process whose clock is ahead by so much, or behind. */
    public static Map<String, String> ahead(Duration offset) {
        return wrong("FAKETIME", text(offset));
    }

    /** The variables of a process whose clock is set by what is written to that file. */
    public static Map<String, String> set(Path file) {
        Map<String, String> variables = wrong("FAKETIME_TIMESTAMP_FILE", file.toString());
        variables.put("FAKETIME_CACHE_DURATION", "1");
        return variables;
    }

    private static Map<String, String> wrong(String variable, String value) {
        Map<String, String> variables = new HashMap<>();
        variables.put(
                PRELOAD,
                library()
                        .orElseThrow(() ->
                                new IllegalStateException("a wrong clock needs libfaketime, which is not installed"))
                        .toString());
        variables.put(variable, value);
        // times of waits are those of the monotonic clock
        variables.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        variables.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        // times of files are their own
        variables.put("NO_FAKE_STAT", "1");
        return variables;
    }

    /** Sets the clock of the process that goes by the file. */
    public static void setAhead(Path file, Duration offset) {
        try {
            Files.writeString(file, text(offset) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Duration offset) {
        return (offset.isNegative() ? "" : "+") + offset.toSeconds();
    }

    private static Optional<Path> library() {
        return folders().stream()
                .map(folder -> folder.resolve(LIBRARY))
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Path> folders() {
        try (Stream<Path> entries = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), entries.sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
