package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The models that this gateway knows. A shipped file is read when its model is first asked for: most never are. */
@ApplicationScoped
public class Catalogue {
    /** The model of a request that names none. */
    public static final String DEFAULT_MODEL = "google/imagen4-fast";

    private static final String FILES = "models/";

    private final Map<String, JsonNode> shipped = new TreeMap<>();
    private final Map<String, Model> read = new ConcurrentHashMap<>();

    Catalogue() throws IOException {
        resource("index.json").properties().forEach(entry -> shipped.put(entry.getKey(), entry.getValue()));
    }

    /** The model of that name, served or not; empty if there is none. */
    public Optional<Model> find(String name) {
        return shipped.containsKey(name) ? Optional.of(read.computeIfAbsent(name, this::load)) : Optional.empty();
    }

    /** The models that the provider still has, in order. */
    public List<String> living() {
        return shipped.entrySet().stream()
                .filter(entry -> !entry.getValue().path("status").asText().equals("retired"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Where the results of a model stand, of one that is not known any more too. */
    public ResultShape resultOf(String name) {
        return find(name).map(Model::result).orElse(ResultShape.plain(Model.Kind.IMAGE));
    }

    /** How long the tasks of a model take, of one that is not known any more too. */
    public RunningTime runningTimeOf(String name) {
        return find(name).map(Model::runningTime).orElse(RunningTime.UNKNOWN);
    }

    private Model load(String name) {
        try {
            return ModelReader.model(resource(shipped.get(name).get("file").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream file = Catalogue.class.getClassLoader().getResourceAsStream(FILES + name)) {
            return ModelReader.json(file.readAllBytes());
        }
    }
}
