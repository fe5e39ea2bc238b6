package dev.gengate.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which models are served, and where a deployment's own files are. */
@ConfigMapping(prefix = "gateway.models")
public interface ModelsConfig {

    /**
     * Names with {@code *} for any characters; {@code default} stands for google/imagen4-fast and the live
     * text-to-image models with a price. A model without a price is served only where its full name is listed. Default: default.
     */
    @WithDefault("default")
    List<String> enabled();

    /** A directory of model files that add to the shipped ones and override them, read again each second. Default: none. */
    Optional<Path> directory();
}
