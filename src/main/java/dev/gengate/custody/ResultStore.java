package dev.gengate.custody;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where results are kept. The same key always means the same result, so to put it again overwrites it with itself. */
interface ResultStore {

    /** Puts a file there; it is durable once this succeeds, and the file is the store's. */
    Future<Void> put(String key, Path file, long bytes, String sha256, String mediaType);

    /** Whether that failure of putting is about this one file alone. */
    default boolean refuses(Throwable failure) {
        return false;
    }

    /** Removes what is there; nothing there is no failure. */
    Future<Void> remove(String key);

    /** The first keys, at most so many, that begin with that and come after the other one; null: from the first on. */
    Future<List<String>> list(String prefix, String after, int most);

    /** How consumers name what is there. */
    URI uri(String key);

    /** The file itself, where it is on this machine; not whether it is there. */
    Optional<Path> file(String key);

    /** A URL of what is there that is good for that long, for who reads it or only asks for its head. */
    Future<URI> signed(String key, Duration time, boolean head);

    /** The folder of files that are written before they are put. */
    Incoming incoming();

    /** Gives back what it holds. */
    void close();
}
