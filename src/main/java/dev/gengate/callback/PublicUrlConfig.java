package dev.gengate.callback;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;

/** Where the provider reaches this gateway. */
@ConfigMapping(prefix = "gateway")
public interface PublicUrlConfig {

    /** Base URL of the callbacks: https, or http on loopback. No default. */
    @Size(max = 2_000)
    String publicUrl();
}
