package dev.gengate.custody;

import dev.gengate.custody.fetch.FirstBytes;
import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The store of results as a place for what callers upload, where it makes URLs that the provider can read. */
@ApplicationScoped
public class StoreOfFiles {
    private static final String FOLDER = "files/";

    private final StoreOfResults store;

    StoreOfFiles(StoreOfResults store) {
        this.store = store;
    }

    /** Whether files are kept in it. A directory is nobody else's to read. */
    public boolean on() {
        return store.signs();
    }

    /** The name of a file in it; no sweep of results comes near it. */
    public String key(UUID id, Instant day, String mediaType) {
        return FOLDER + ObjectKey.day(day) + id + "." + FirstBytes.extension(mediaType);
    }

    /** A new file to write into before it is put. */
    public Path incoming() {
        return store.get().incoming().file();
    }

    /** Puts a file there; it is durable once this succeeds, and the file is the store's. */
    public Future<Void> put(String key, Path file, long bytes, String sha256, String mediaType) {
        return store.get().put(key, file, bytes, sha256, mediaType);
    }

    /** Removes what is there; nothing there is no failure. */
    public Future<Void> remove(String key) {
        return store.get().remove(key);
    }

    /** A URL of what is there that anybody may use for that long. */
    public Future<URI> signed(String key, Duration time) {
        return store.get().signed(key, time, false);
    }
}
