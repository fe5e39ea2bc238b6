package dev.gengate.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How kie.ai is reached. Holds the API key, so nothing of it is logged. */
@ConfigMapping(prefix = "gateway.provider.kie")
public interface ProviderConfig {

    /** Base URL of the provider's API, without the path. Default: {@code https://api.kie.ai}. */
    @WithDefault("https://api.kie.ai")
    URI url();

    /** API key, sent as {@code Authorization: Bearer}. Secret. No default: the gateway does not start without it. */
    @Pattern(regexp = "\\s*[!-~]+\\s*", message = "holds a character that keys never contain")
    String apiKey();

    /** Longest wait for a connection, pooled or new, TLS included (duration). Default: 2 s. */
    @WithDefault("2S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration connectTimeout();

    /** Longest time from having a connection to the complete answer (duration). Default: 30 s. */
    @WithDefault("30S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration readTimeout();

    /** Most connections of one replica to the provider, each for one call at a time (count). Default: 512. */
    @WithDefault("512")
    @Min(1)
    @Max(10_000)
    int maxConnections();

    /**
     * How long an idle connection is kept (duration, whole seconds). Default: 4 s. Shorter than the usual limit of
     * servers (5 s and more): a request on a connection just closed by the server can never be repeated.
     */
    @WithDefault("4S")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 10)
    Duration keepAlive();

    /** When createTask is not tried. */
    Breaker breaker();

    /** The circuit breaker around createTask, one for each replica. */
    interface Breaker {

        /** Number of latest calls to judge (count). Default: 20. */
        @WithDefault("20")
        @Min(1)
        @Max(10_000)
        int requests();

        /** Share of failed calls that opens the breaker (0 to 1). Default: 0.5. */
        @WithDefault("0.5")
        @DecimalMin("0.01")
        @DecimalMax("1")
        double failureRatio();

        /** How long it stays open before one trial call (duration). Default: 5 s. */
        @WithDefault("5S")
        @DurationMin(millis = 100)
        @DurationMax(hours = 1)
        Duration delay();
    }
}
