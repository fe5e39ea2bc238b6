package dev.gengate.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.access.CallersConfig;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.models.ModelFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment's own files, while they change. */
class ModelDirectoryTest {
    private final Catalogue catalogue = new Catalogue();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @TempDir
    Path files;

    private UnmatchedGlobs globs;
    private ModelDirectory directory;

    @BeforeEach
    void watch() {
        ModelsConfig config = new ModelsConfig() {
            @Override
            public List<String> enabled() {
                return List.of("default", "acme/*", "flux2/*", "kling-3.0/vido", "sora-2-text-to-video");
            }

            @Override
            public Optional<Path> directory() {
                return Optional.of(files);
            }
        };
        CallersConfig callers = new SmallRyeConfigBuilder()
                .withMapping(CallersConfig.class)
                .withDefaultValue("gateway.callers.ads.models", "z-imgae,z-*")
                .build()
                .getConfigMapping(CallersConfig.class);
        ServedModels served = ModelsInTests.served(catalogue, Map.of(), "z-image");
        globs = new UnmatchedGlobs(catalogue, served, config, callers);
        directory = new ModelDirectory(config, catalogue, ModelsInTests.inputs(), globs, metrics);
    }

    @Test
    void filesAddAndOverrideAndGo() throws IOException {
        write("acme.json", "acme/new", 1);
        write("imagen.json", Catalogue.DEFAULT_MODEL, 7);

        assertEquals("7", priceOf(Catalogue.DEFAULT_MODEL));
        assertEquals("1", priceOf("acme/new"));
        assertTrue(ModelsInTests.served(catalogue, Map.of(), "acme/*")
                .served("ads", "acme/new")
                .isPresent());

        Files.delete(files.resolve("acme.json"));
        Files.delete(files.resolve("imagen.json"));
        directory.reload();
        assertEquals("4", priceOf(Catalogue.DEFAULT_MODEL));
        assertTrue(catalogue.find("acme/new").isEmpty());
    }

    @Test
    void requestGoesOnWithTheModelThatItWasCheckedBy() throws IOException {
        write("acme.json", "acme/new", 1);
        Inputs inputs = new Inputs(ModelsInTests.served(catalogue, Map.of(), "acme/*"));
        ModelRequest request =
                new ModelRequest(inputs, "ads", "acme/new", Json.read("{\"prompt\":\"x\",\"aspect_ratio\":\"1:1\"}"));

        assertEquals(List.of(), inputs.errors(request));
        Files.delete(files.resolve("acme.json"));
        directory.reload();

        assertEquals("acme/new", inputs.ready(request).model().name());
    }

    @Test
    void badFileKeepsItsPredecessor() throws IOException {
        write("acme.json", "acme/new", 1);
        Files.writeString(files.resolve("acme.json"), "{");
        Files.writeString(files.resolve("other.json"), "{}");
        Files.writeString(files.resolve("notes.txt"), "no model");
        directory.reload();

        assertEquals("1", priceOf("acme/new"));
        assertEquals(Set.of("acme.json", "other.json"), directory.faults().keySet());
        assertEquals(2, metrics.get(ModelDirectory.BAD_FILES).gauge().value());

        Files.delete(files.resolve("other.json"));
        write("acme.json", "acme/new", 2);
        assertEquals("2", priceOf("acme/new"));
        assertEquals(0, metrics.get(ModelDirectory.BAD_FILES).gauge().value());
    }

    @Test
    void secondFileOfAModelIsNamed() throws IOException {
        write("a.json", "acme/new", 1);
        write("b.json", "acme/new", 2);

        assertEquals("1", priceOf("acme/new"));
        assertEquals(Set.of("b.json"), directory.faults().keySet());
    }

    @Test
    void retiredModelNamesTheOneToTakeInstead() throws IOException {
        ObjectNode file = (ObjectNode)
                ModelFiles.read(ModelFiles.files(ModelFiles.DIRECTORY).get("z-image"));
        file.put("status", "retired").put("replacedBy", "acme/new");
        Files.writeString(files.resolve("z.json"), file.toString());
        directory.reload();

        assertEquals(
                "is retired; use acme/new",
                ModelsInTests.served(catalogue, Map.of(), "*").refusal("ads", "z-image"));
    }

    /** Until a file brings their model. */
    @Test
    void namesThatServeNothingAreTold() throws IOException {
        String enabled = "gateway.models.enabled: ";
        Set<String> others = Set.of(
                enabled + "flux2/* matches no model; did you mean flux-2/*?",
                enabled + "kling-3.0/vido matches no model; did you mean kling-3.0/video?",
                enabled + "sora-2-text-to-video matches only models that are retired, or have no price and are served"
                        + " by their full names",
                "gateway.callers.\"ads\".models: z-imgae matches no model that is served; did you mean z-image?");

        assertEquals(
                Stream.concat(Stream.of(enabled + "acme/* matches no model"), others.stream())
                        .collect(Collectors.toSet()),
                globs.found());
        write("acme.json", "acme/new", 1);
        assertEquals(others, globs.found());
    }

    private void write(String name, String model, int credits) throws IOException {
        ObjectNode file = (ObjectNode)
                ModelFiles.read(ModelFiles.files(ModelFiles.DIRECTORY).get("z-image"));
        file.put("model", model);
        ((ObjectNode) file.at("/price/rates")).put("", credits);
        Files.writeString(files.resolve(name), file.toString());
        directory.reload();
    }

    private String priceOf(String model) {
        Model found = catalogue.find(model).orElseThrow();
        return found.price().quote(found.input()).to().toPlainString();
    }
}
