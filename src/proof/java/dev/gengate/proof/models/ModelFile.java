package dev.gengate.proof.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** The files of the models that ship, read without the gateway's code. */
public final class ModelFile {
    private static final JsonNode INDEX = resource("index.json");

    private ModelFile() {}

    /** Whether there is a model of that name. */
    public static boolean exists(String model) {
        return INDEX.has(model);
    }

    /** The file of a model that there is. */
    public static JsonNode of(String model) {
        return resource(INDEX.path(model).path("file").asText());
    }

    /** The names of all models that are not retired. */
    public static List<String> living() {
        Iterable<String> names = INDEX::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .filter(name -> !INDEX.path(name).path("status").asText().equals("retired"))
                .sorted()
                .toList();
    }

    private static JsonNode resource(String name) {
        try (InputStream file = ModelFile.class.getResourceAsStream("/models/" + name)) {
            return Json.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
