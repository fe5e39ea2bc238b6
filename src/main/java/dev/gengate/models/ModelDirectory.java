package dev.gengate.models;

import dev.gengate.schedule.Beat;
import dev.gengate.startup.StartOrder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A deployment's own model files, read again while the gateway runs. A bad file keeps its predecessor: its model, or
 * what ships under that name.
 */
@ApplicationScoped
class ModelDirectory {
    /** Files of the directory that are no model. */
    static final String BAD_FILES = "gateway.models.bad.files";

    private static final Logger LOG = Logger.getLogger(ModelDirectory.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final long LONGEST = 1 << 20;

    private final Path directory;
    private final Catalogue catalogue;
    private final Inputs inputs;
    private final UnmatchedGlobs globs;
    private ModelFile reader;
    private Map<String, Read> files = Map.of();
    private Map<String, Model> laidOver = Map.of();
    private volatile Map<String, String> faults = Map.of();

    ModelDirectory(
            ModelsConfig config, Catalogue catalogue, Inputs inputs, UnmatchedGlobs globs, MeterRegistry registry) {
        this.directory = config.directory().orElse(null);
        this.catalogue = catalogue;
        this.inputs = inputs;
        this.globs = globs;
        Gauge.builder(BAD_FILES, () -> faults.size()).register(registry);
    }

    /** @param model as last read without a fault; null if never */
    private record Read(byte[] content, Model model, String fault) {}

    void start(@Observes @Priority(StartOrder.MODELS) StartupEvent event, Beat beat) {
        if (directory != null) {
            reload();
            beat.everyBlocking("reading of models", EVERY, this::reload);
        }
        globs.check();
    }

    /** What is wrong with which file. */
    Map<String, String> faults() {
        return faults;
    }

    synchronized void reload() {
        Map<String, Read> now = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> listed = Files.list(directory)) {
            paths = listed.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            report(Map.of(directory.getFileName().toString(), "cannot be read"));
            return;
        }
        paths.forEach(path -> now.put(path.getFileName().toString(), read(path)));
        files = now;
        layOver();
    }

    private Read read(Path path) {
        Read before = files.get(path.getFileName().toString());
        Model kept = before == null ? null : before.model();
        byte[] content = new byte[0];
        try {
            if (Files.size(path) > LONGEST) {
                return new Read(content, kept, "is larger than 1 MiB");
            }
            content = Files.readAllBytes(path);
            if (before != null && Arrays.equals(before.content(), content)) {
                return before;
            }
            reader = reader == null ? new ModelFile() : reader;
            return new Read(content, reader.read(content), null);
        } catch (ModelFile.BadModelException e) {
            return new Read(content, kept, e.getMessage());
        } catch (IOException e) {
            return new Read(content, kept, "cannot be read");
        }
    }

    private void layOver() {
        Map<String, Model> models = new HashMap<>();
        Map<String, String> found = new TreeMap<>();
        files.forEach((name, file) -> {
            if (file.fault() != null) {
                found.put(name, file.fault());
            }
            if (file.model() != null && models.putIfAbsent(file.model().name(), file.model()) != null) {
                found.put(name, "has the model of another file: " + file.model().name());
            }
        });
        if (!models.equals(laidOver)) {
            models.values().forEach(inputs::schema);
            catalogue.layOver(models);
            laidOver = models;
            globs.check();
        }
        report(found);
    }

    /** One line for each new fault. */
    private void report(Map<String, String> found) {
        found.forEach((name, fault) -> {
            if (!fault.equals(faults.get(name))) {
                LOG.errorf("model file %s is not used, what was there before is kept: %s", name, fault);
            }
        });
        faults = Map.copyOf(found);
    }
}
