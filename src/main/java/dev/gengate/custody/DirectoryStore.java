package dev.gengate.custody;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A directory of this machine. Every file in it is whole: it is written elsewhere in it and renamed. */
final class DirectoryStore implements ResultStore {
    private static final Logger LOG = Logger.getLogger(DirectoryStore.class);

    private final Vertx vertx;
    private final Path directory;
    private final Incoming incoming;
    private final AtomicBoolean told = new AtomicBoolean();

    DirectoryStore(Vertx vertx, Path directory, Clock clock) {
        this.vertx = vertx;
        this.directory = directory.toAbsolutePath().normalize();
        // on the same disk, so that a whole file appears at once
        this.incoming = Incoming.in(this.directory.resolve(".incoming"), clock);
    }

    @Override
    public Future<Void> put(String key, Path file, long bytes, String sha256, String mediaType) {
        return vertx.executeBlocking(
                () -> {
                    Path target = path(key);
                    Files.createDirectories(target.getParent());
                    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        written.force(true);
                    }
                    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    for (Path folder = target.getParent(); folder.startsWith(directory); folder = folder.getParent()) {
                        sync(folder);
                    }
                    return null;
                },
                false);
    }

    /** So that the name of what is in it is durable too. There are file systems that do this for files only. */
    void sync(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            if (told.compareAndSet(false, true)) {
                LOG.warnf(
                        "folders of the store are not synced: %s", e.getClass().getSimpleName());
            }
        }
    }

    @Override
    public Future<Void> remove(String key) {
        return vertx.executeBlocking(
                () -> {
                    Files.deleteIfExists(path(key));
                    return null;
                },
                false);
    }

    @Override
    public Future<List<String>> list(String prefix, String after, int most) {
        return vertx.executeBlocking(() -> keys(path(prefix), after, most), false);
    }

    private List<String> keys(Path folder, String after, int most) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .filter(key -> after == null || key.compareTo(after) > 0)
                    .sorted()
                    .limit(most)
                    .toList();
        }
    }

    /** The same whatever is there: {@link Path#toUri} looks whether it is a directory. */
    @Override
    public URI uri(String key) {
        return URI.create(path(key).toUri().toString().replaceFirst("/$", ""));
    }

    @Override
    public Optional<Path> file(String key) {
        return Optional.of(path(key));
    }

    /** Nobody else can reach it: callers read it through the gateway. */
    @Override
    public Future<URI> signed(String key, Duration time, boolean head) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public void close() {}

    @Override
    public Incoming incoming() {
        return incoming;
    }

    private Path path(String key) {
        return directory.resolve(key);
    }
}
