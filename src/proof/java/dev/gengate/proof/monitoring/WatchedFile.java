package dev.gengate.proof.monitoring;

import dev.gengate.proof.servers.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a caller that the watched replicas read again. */
enum WatchedFile {
    /** A budget that no run uses up. */
    BUDGET("watched-budget", "month=10000000"),
    /** The keys of a caller that calls nothing. */
    KEYS("watched-keys", Backends.sha256("of the watched caller"));

    private final Path file;
    private final String content;

    WatchedFile(String name, String content) {
        this.file = Path.of("target", name);
        this.content = content;
    }

    Path make() {
        mend();
        return file.toAbsolutePath();
    }

    void spoil() {
        write("neither a budget nor a digest");
    }

    void mend() {
        write(content);
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
