package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that this gateway knows: those that ship, and over them those of {@code gateway.models.directory}. A
 * shipped file is read when its model is first asked for, since most never are; an index tells the rest.
 */
@Singleton
public class Catalogue {
    /** The model of a request that names none. */
    public static final String DEFAULT_MODEL = "google/imagen4-fast";

    private static final String FILES = "models/";

    private final Map<String, Shipped> shipped = new TreeMap<>();
    private final Map<String, Model> read = new ConcurrentHashMap<>();
    private volatile Map<String, Model> laidOver = Map.of();

    /** @throws UncheckedIOException if the index is not there */
    public Catalogue() {
        resource("index.json")
                .properties()
                .forEach(entry -> shipped.put(
                        entry.getKey(),
                        new Shipped(ModelEntry.shipped(entry.getKey(), entry.getValue()), file(entry.getValue()))));
    }

    private record Shipped(ModelEntry entry, String file) {}

    /** The model of that name, served or not; empty if there is none. */
    public Optional<Model> find(String name) {
        Model over = laidOver.get(name);
        if (over != null) {
            return Optional.of(over);
        }
        return shipped.containsKey(name) ? Optional.of(read.computeIfAbsent(name, this::load)) : Optional.empty();
    }

    /** The models that the provider still has, in order. */
    public List<String> living() {
        return entries().stream()
                .filter(entry -> entry.status() != Model.Status.RETIRED)
                .map(ModelEntry::model)
                .toList();
    }

    /** How long the tasks of a model take, of one that is not known any more too. */
    public RunningTime runningTimeOf(String name) {
        return find(name).map(Model::runningTime).orElse(RunningTime.UNKNOWN);
    }

    /** What is known of a model without its file; empty if there is none. */
    Optional<ModelEntry> entry(String name) {
        Model over = laidOver.get(name);
        return over == null
                ? Optional.ofNullable(shipped.get(name)).map(Shipped::entry)
                : Optional.of(ModelEntry.of(over));
    }

    /** The same of all models, by name. */
    Collection<ModelEntry> entries() {
        Map<String, ModelEntry> entries = new TreeMap<>();
        shipped.forEach((name, model) -> entries.put(name, model.entry()));
        laidOver.forEach((name, model) -> entries.put(name, ModelEntry.of(model)));
        return entries.values();
    }

    /** From now on these hold, whatever ships under their names. */
    void layOver(Map<String, Model> models) {
        laidOver = Map.copyOf(models);
    }

    private Model load(String name) {
        return ModelReader.model(resource(shipped.get(name).file()));
    }

    private static String file(JsonNode entry) {
        return entry.get("file").textValue();
    }

    private static JsonNode resource(String name) {
        try (InputStream file = Catalogue.class.getClassLoader().getResourceAsStream(FILES + name)) {
            return ModelReader.json(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
