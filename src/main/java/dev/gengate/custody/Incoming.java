package dev.gengate.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The folder of files that are being fetched. What a killed process has left there goes when it is old. */
record Incoming(Path folder, Clock clock) {
    private static final Logger LOG = Logger.getLogger(Incoming.class);
    /** Longer than any fetch takes. */
    private static final Duration LEFT = Duration.ofHours(6);

    /** Makes the folder, and removes what is old in it. */
    static Incoming in(Path folder, Clock clock) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalStateException("gateway.custody.directory cannot be made or written", e);
        }
        Incoming incoming = new Incoming(folder, clock);
        incoming.tidy();
        return incoming;
    }

    /** Removes what is old in it; blocks. */
    void tidy() {
        Instant before = clock.instant().minus(LEFT);
        try (Stream<Path> files = Files.list(folder)) {
            files.toList().forEach(file -> removeIfOld(file, before));
        } catch (IOException e) {
            LOG.warnf(
                    "the folder of incoming files cannot be read: %s",
                    e.getClass().getSimpleName());
        }
    }

    private static void removeIfOld(Path file, Instant before) {
        try {
            if (Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debugf(
                    "incoming file not removed, or removed by another replica: %s",
                    e.getClass().getSimpleName());
        }
    }

    Path file() {
        return folder.resolve(UUID.randomUUID().toString());
    }
}
