package dev.gengate.proof.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory that all replicas have, empty at first. */
final class ResultFolder implements ResultStore {
    private final Path folder;

    ResultFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
        if (Files.exists(folder)) {
            all().sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }

    @Override
    public Map<String, String> environment(String replica) {
        return Map.of("GATEWAY_CUSTODY_STORE", "directory", "GATEWAY_CUSTODY_DIRECTORY", folder.toString());
    }

    @Override
    public Map<String, StoredObject> objects() {
        return all().filter(Files::isRegularFile)
                // what is on its way there
                .filter(file -> !folder.relativize(file).toString().startsWith("."))
                .collect(Collectors.toMap(file -> file.toUri().toString(), ResultFolder::read));
    }

    private static StoredObject read(Path file) {
        try {
            return StoredObject.of(Files.readAllBytes(file), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<Path> all() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
