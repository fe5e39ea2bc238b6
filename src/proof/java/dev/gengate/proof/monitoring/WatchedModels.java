package dev.gengate.proof.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.models.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of model files that the watched replicas read. */
final class WatchedModels {
    private static final Path DIRECTORY = Path.of("target", "watched-models");
    private static final Path FILE = DIRECTORY.resolve("imagen.json");
    private static final String MODEL = "google/imagen4-fast";

    private WatchedModels() {}

    /** Makes it, empty. */
    static Path make() {
        try {
            Files.createDirectories(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mend();
        return DIRECTORY.toAbsolutePath();
    }

    /** A file that is no model. */
    static void spoil() {
        write("{");
    }

    /** The list has another price than the provider bills. */
    static void misprice() {
        JsonNode file = ModelFiles.read(ModelFiles.files(ModelFiles.DIRECTORY).get(MODEL));
        ((ObjectNode) file.at("/price/rates")).put("", 5);
        write(file.toString());
    }

    /** What ships holds again. */
    static void mend() {
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String content) {
        try {
            Files.writeString(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
