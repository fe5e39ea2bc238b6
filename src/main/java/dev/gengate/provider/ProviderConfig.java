package dev.gengate.provider;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.valueextraction.Unwrapping;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How kie.ai is reached. Holds the API key, so nothing of it is logged. */
@ConfigMapping(prefix = "gateway.provider.kie")
public interface ProviderConfig {

    /** Base URL of the provider's API, without the path. Default: {@code https://api.kie.ai}. */
    @WithDefault("https://api.kie.ai")
    URI url();

    /**
     * API key of the only account, sent as {@code Authorization: Bearer}. Secret. No default: the gateway does not start
     * without it, unless it has named accounts.
     */
    Optional<@Pattern(regexp = "\\s*[!-~]+\\s*", message = "holds a character that keys never contain") String>
            apiKey();

    /** Named accounts, in place of the only one. */
    Map<String, Account> accounts();

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

    /** Base URL of the provider's own upload, without the path. Default: {@code https://kieai.redpandaai.co}. */
    @WithDefault("https://kieai.redpandaai.co")
    URI uploadUrl();

    /** Longest wait for the answer once a file has been sent there (duration). Default: 1 min. */
    @WithDefault("PT1M")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration uploadTimeout();

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

    /** One account: {@code gateway.provider.kie.accounts."name".*}. What it does not say is as {@code gateway.pace} has it. */
    interface Account {
        /** Its API key. Secret. No default. */
        @Pattern(regexp = "\\s*[!-~]+\\s*", message = "holds a character that keys never contain")
        String apiKey();

        /** New tasks in any window of its period. Default: {@code gateway.pace.limit}. */
        @Min(1)
        @Max(1_000_000)
        OptionalInt limit();

        /** The length of the window. Default: {@code gateway.pace.period}. */
        @DurationMin(millis = 1, payload = Unwrapping.Unwrap.class)
        @DurationMax(hours = 24, payload = Unwrapping.Unwrap.class)
        Optional<Duration> period();

        /** Its tasks at the provider at one time; 0 for no bound. Default: {@code gateway.pace.max-running}. */
        @Min(0)
        @Max(1_000_000)
        OptionalInt maxRunning();

        /** Its webhook key. Secret. Default: {@code gateway.callback.signature-key}. */
        Optional<String> signatureKey();

        /** Accounts of a lower order are used first; among those of the same, the one with the most room. Default: 0. */
        @WithDefault("0")
        @Min(0)
        @Max(1_000)
        int order();

        /** Whether it takes nothing new, while what it has is polled to its end. Default: false. */
        @WithDefault("false")
        boolean drain();
    }
}
