package dev.gengate.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        return Map.of(
                PRELOAD,
                library().orElseThrow().toString(),
                "FAKETIME",
                text(offset),
                // times of waits are those of the monotonic clock
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                // times of files are their own
                "NO_FAKE_STAT",
                "1");
    }

    /** As libfaketime reads it. */
    public static String text(Duration offset) {
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
