package dev.gengate.models;

import dev.gengate.access.CallersConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogue that ships, without a gateway. */
public final class ModelsInTests {
    private ModelsInTests() {}

    /** Checks inputs of the models that these globs enable, for any caller. */
    public static Inputs inputs(String... enabled) {
        return new Inputs(served(enabled));
    }

    static ServedModels served(String... enabled) {
        return served(new Catalogue(), Map.of(), enabled);
    }

    static ServedModels served(
            Catalogue catalogue, Map<String, CallersConfig.CallerConfig> callers, String... enabled) {
        ModelsConfig config = new ModelsConfig() {
            @Override
            public List<String> enabled() {
                return List.of(enabled);
            }

            @Override
            public Optional<Path> directory() {
                return Optional.empty();
            }
        };
        return new ServedModels(catalogue, config, () -> callers);
    }
}
